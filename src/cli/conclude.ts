import { join } from 'node:path';
import { printAudit } from '../audit';
import { nothingKept, readMadeManifest } from '../make';
import { isLive, type MadeManifest } from '../protocol';
import { FILES, readRun, type RunManifest, type RunView } from '../runs';
import { auditWords } from './audit-words';
import { EXIT, UserError, type ExitCode } from './command';
import { manifestOf } from './find-run';
import { printMade } from './print/made';
import { visible, visibleInline } from './print/text-width';
import { besideJson, type Terminal } from './terminal';
import { endLine, watchRun } from './watch-run';
import { writeReport } from './write-report';

export interface FollowOptions {
  /** Only say which run it is. */
  readonly detach: boolean;
  readonly audit: boolean;
  /** Print one JSON value on standard output; all words go to standard error. */
  readonly json: boolean;
  /** Bytes of `events.jsonl` that tell of before: shown in the bars, but no line of theirs is printed. */
  readonly told?: number;
}

/** What follows the start of a run, or its being resumed: letting go of it, or watching it to its end. */
export async function followStarted(
  { id, dir }: { readonly id: string; readonly dir: string },
  { detach, audit, json, told }: FollowOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (detach) {
    terminal.out(json ? JSON.stringify({ version: 1, id, dir }) : visibleInline(id));
    return EXIT.ok;
  }
  const { run, report, made, code } = await concludeRun(
    dir,
    audit,
    json ? besideJson(terminal) : terminal,
    told,
  );
  if (json) {
    const { state, reason } = run;
    terminal.out(JSON.stringify({ version: 1, id, dir, state, reason, report, made }, null, 2));
  }
  return code;
}

interface Concluded {
  readonly run: RunView;
  readonly report?: string;
  /** What `made.json` says of each dataset that was made. */
  readonly made?: readonly MadeManifest[];
  readonly code: ExitCode;
}

/** Watches a run to its end; then shows its audit and says where the report is, when its curriculum asks for one. */
async function concludeRun(
  dir: string,
  audited: boolean,
  terminal: Terminal,
  told?: number,
): Promise<Concluded> {
  const reading = await readRun(dir);
  if (!reading.ok) throw new UserError(`The run ${reading.id} cannot be read: ${reading.reason}`);
  const manifest = await manifestOf(reading.run);
  terminal.out(`${terminal.style('bold', 'Run')} ${visibleInline(reading.run.id)}\n`);
  const { run, stopping } =
    reading.run.state === 'done'
      ? { run: reading.run, stopping: false }
      : await watchRun(dir, manifest, terminal, told);
  const before = run === reading.run ? 'ended before: ' : '';
  terminal.out(`\n${visibleInline(run.id)}: ${before}${endLine(run, terminal, stopping)}`);
  if (isLive(run)) return { run, code: stopping ? EXIT.failed : EXIT.ok };
  if (manifest.make !== undefined) {
    const made = await tellMade(run, manifest, terminal);
    if (run.state !== 'done') return { run, made, code: EXIT.failed };
    return { run, made, code: tellEmpty(made, terminal) ? EXIT.empty : EXIT.ok };
  }
  if (run.state !== 'done') return { run, code: EXIT.failed };
  if (!audited || manifest.plan.curriculum.audit === undefined || !manifest.predict)
    return { run, code: EXIT.ok };
  // The run has audited itself; one that was not told to does not object to its being done now.
  if (manifest.audit === true) {
    terminal.out(`\n${visible(await auditWords(dir))}`);
    return { run, report: join(dir, FILES.report), code: EXIT.ok };
  }
  const { file, audit } = await writeReport(run);
  terminal.out(`\n${visible(printAudit(audit.summary))}`);
  terminal.out(file);
  return { run, report: file, code: EXIT.ok };
}

/** Says last, where it is read, which datasets came out without a row; whether any did. */
function tellEmpty(made: readonly MadeManifest[], { out, style }: Terminal): boolean {
  let found = false;
  for (const { dataset, funnel, rows } of made) {
    const kept = Object.values(rows).reduce((sum, count) => sum + count, 0);
    const nothing = nothingKept(funnel, kept);
    if (nothing === undefined) continue;
    found = true;
    out(
      `\n${style('red', 'error')}: ${visibleInline(dataset)}: ${visible(nothing.words)}\n  ${visible(nothing.hint)}`,
    );
  }
  return found;
}

/** The funnel of each dataset that this run has made. */
async function tellMade(
  { stages }: RunView,
  { make, plan }: RunManifest,
  terminal: Terminal,
): Promise<readonly MadeManifest[]> {
  const told: MadeManifest[] = [];
  for (const id of make?.datasets ?? []) {
    const to = plan.curriculum.datasets.find((dataset) => dataset.id === id)?.made?.to;
    if (to === undefined || !stages.some((stage) => stage.id === id && stage.state === 'done')) continue;
    const read = await readMadeManifest(to);
    if (read.kind !== 'made') continue;
    printMade(read.manifest, to, terminal);
    told.push(read.manifest);
  }
  return told;
}

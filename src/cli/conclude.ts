import { printAudit } from '../audit';
import { readRun } from '../runs';
import { EXIT, UserError, type ExitCode } from './command';
import { manifestOf } from './find-run';
import { visible } from './print/text-width';
import type { Terminal } from './terminal';
import { endLine, watchRun } from './watch-run';
import { writeReport } from './write-report';

/** Watches a run to its end; then audits it and writes its report, when its curriculum asks for an audit. */
export async function concludeRun(
  dir: string,
  options: { readonly audit: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const reading = await readRun(dir);
  if (!reading.ok) throw new UserError(`The run ${reading.id} cannot be read: ${reading.reason}`);
  const manifest = await manifestOf(reading.run);
  terminal.out(`${terminal.style('bold', 'Run')} ${reading.run.id}\n`);
  const run = await watchRun(dir, manifest, terminal);
  terminal.out(`\n${run.id}: ${endLine(run, terminal)}`);
  if (run.state === 'running') return EXIT.ok;
  if (run.state !== 'done') return EXIT.failed;
  if (!options.audit || manifest.plan.curriculum.audit === undefined || !manifest.predict) return EXIT.ok;
  const { file, audit } = await writeReport(run);
  terminal.out(`\n${visible(printAudit(audit.summary))}`);
  terminal.out(file);
  return EXIT.ok;
}

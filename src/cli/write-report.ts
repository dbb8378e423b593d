import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditRun, figuresOfSet, renderReport, renderSetReport, type ReportRun } from '../audit';
import { ensureRunSet, SET_FILES } from '../results';
import { FILES, type RunView } from '../runs';
import { manifestOf } from './find-run';
import { reportRun } from './report-run';

/**
 * Audits one run (or two) and writes the HTML report; by default `report.html` in the run's folder, and
 * `report-<id of the second>.html` for a comparison. Returns the file's path and the audits.
 */
export async function writeReport(run: RunView, other?: RunView, output?: string) {
  const [first, second] = await Promise.all([load(run), other === undefined ? undefined : load(other)]);
  const file = output ?? join(run.dir, other === undefined ? FILES.report : `report-${other.id}.html`);
  await writeFile(file, await renderReport(first, second));
  return {
    file,
    audit: first.audit,
    ...(first.figures === undefined ? {} : { figures: first.figures }),
    ...(second === undefined ? {} : { other: second.audit }),
  };
}

async function load(run: RunView): Promise<ReportRun> {
  const report = await reportRun(run, await manifestOf(run), await auditRun(run.dir));
  const said = [SET_FILES.judge, SET_FILES.labels].some((file) =>
    existsSync(join(run.dir, FILES.audit, file)),
  );
  // Only a judge or people add to what the arms say, which the report tells in its own way.
  return said ? { ...report, figures: await figuresOfSet(await ensureRunSet(run.dir)) } : report;
}

/** Writes the HTML report of an audit set, by default as `report.html` in its folder; returns the file's path. */
export async function writeSetReport(dir: string, output?: string): Promise<string> {
  const file = output ?? join(dir, FILES.report);
  await writeFile(file, await renderSetReport(dir));
  return file;
}

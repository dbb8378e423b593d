import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditRun, renderReport } from '../audit';
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
  return { file, audit: first.audit, ...(second === undefined ? {} : { other: second.audit }) };
}

const load = async (run: RunView) => reportRun(run, await manifestOf(run), await auditRun(run.dir));

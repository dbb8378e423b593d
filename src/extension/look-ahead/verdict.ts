import type { PreflightReport } from '../../protocol';

/** What a pre-flight says about a start. */
export type Verdict =
  | { readonly kind: 'go' }
  /** Warnings, each in a line, and perhaps an older run: the user decides once. */
  | { readonly kind: 'ask'; readonly warnings: readonly string[] }
  /** The first reason, and how many there are. */
  | { readonly kind: 'refuse'; readonly reason: string; readonly count: number };

/** Errors refuse, warnings and a run that could go on are asked about, and all else is fine. */
export function verdictOf(reports: readonly PreflightReport[]): Verdict {
  const errors = unique(reports.flatMap((report) => said(report, 'error')));
  const [reason] = errors;
  if (reason !== undefined) return { kind: 'refuse', reason, count: errors.length };
  const warnings = unique(reports.flatMap((report) => said(report, 'warning')));
  const resumable = reports.some((report) => report.resumable !== undefined);
  return warnings.length > 0 || resumable ? { kind: 'ask', warnings } : { kind: 'go' };
}

/** The code of a pre-flight's word about an older run that could go on. */
const EARLIER_RUN = 'SC528';

/** Problems of one severity in words. A check says with its figures what a problem says; alone it counts, too. */
function said(report: PreflightReport, severity: 'error' | 'warning'): readonly string[] {
  const { problems, checks, resumable } = report;
  const found = problems.filter(
    // The older run is a button of its own.
    (problem) => problem.severity === severity && !(problem.code === EARLIER_RUN && resumable !== undefined),
  );
  if (found.length > 0) return found.map(({ code, message, hint }) => `${code}: ${withHint(message, hint)}`);
  return checks
    .filter(({ id, state }) => state === severity && id !== 'earlier-run')
    .map(({ title, detail, hint }) => `${title}: ${withHint(detail, hint)}`);
}

const withHint = (text: string, hint: string | undefined): string =>
  hint === undefined ? text : `${text.replace(/[.\s]+$/u, '')} (${hint})`;
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

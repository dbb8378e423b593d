import { l10n } from 'vscode';
import type { PreflightCheck, PreflightReport, Problem } from '../../protocol';

/** A pre-flight as a document: what was looked at with its figures, and the problems with their places. */
export function preflightText(title: string, { checks, problems, stages }: PreflightReport): string {
  const width = Math.max(...checks.map((check) => check.title.length), 0);
  return [
    title,
    '',
    ...checks.flatMap((check) => [
      `${mark(check.state)}  ${check.title.padEnd(width)}  ${check.detail}`,
      ...(check.hint === undefined ? [] : [`${' '.repeat(width + 11)}${check.hint}`]),
    ]),
    ...(stages.length === 0 ? [] : ['', l10n.t('Stages')]),
    ...stages.map(({ id, steps, rows }) => `  ${l10n.t('{0}: {1} steps, {2} rows', id, steps, rows)}`),
    ...(problems.length === 0 ? [] : ['', l10n.t('Problems')]),
    ...problems.flatMap(problemLines),
    '',
  ].join('\n');
}

const MARKS: Readonly<Record<PreflightCheck['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  error: 'error  ',
  unknown: 'unknown',
};
const mark = (state: PreflightCheck['state']): string => MARKS[state];

/** The place as `file:line:column`, which the editor makes a link of. */
function problemLines({ code, severity, message, place, hint }: Problem): readonly string[] {
  const { file, range } = place;
  const at = range === undefined ? file : `${file}:${range.start.line + 1}:${range.start.column + 1}`;
  return [`  ${at}`, `    ${severity} ${code}: ${message}`, ...(hint === undefined ? [] : [`    ${hint}`])];
}

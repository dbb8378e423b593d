import { l10n } from 'vscode';
import type { PreflightCheck, PreflightReport, Problem } from '../../protocol';
import { wrapped } from './wrap';

/** A pre-flight as a document: what was looked at with its figures, and the problems with their places. */
export function preflightText(title: string, { checks, problems, stages }: PreflightReport): string {
  const width = Math.max(...checks.map((check) => check.title.length), 0);
  return [
    title,
    '',
    ...checks.flatMap(({ state, title: what, detail, hint }) => {
      const [first = '', ...rest] = [detail, ...(hint === undefined ? [] : [hint])].flatMap((text) =>
        wrapped(text, ' '.repeat(width + MARK_WIDTH + 4)),
      );
      return [`${MARKS[state].padEnd(MARK_WIDTH)}  ${what.padEnd(width)}  ${first.trimStart()}`, ...rest];
    }),
    ...(stages.length === 0 ? [] : ['', l10n.t('Stages')]),
    ...stages.map(({ id, steps, rows }) => `  ${l10n.t('{0}: {1} steps, {2} rows', id, steps, rows)}`),
    ...(problems.length === 0 ? [] : ['', l10n.t('Problems')]),
    ...problems.flatMap(problemLines),
    '',
  ].join('\n');
}

const MARKS: Readonly<Record<PreflightCheck['state'], string>> = {
  ok: 'ok',
  warning: 'warning',
  error: 'error',
  unknown: 'unknown',
};
const MARK_WIDTH = Math.max(...Object.values(MARKS).map(({ length }) => length));

/** The place as `file:line:column`, which the editor makes a link of. */
function problemLines({ code, severity, message, place, hint }: Problem): readonly string[] {
  const { file, range } = place;
  const at = range === undefined ? file : `${file}:${range.start.line + 1}:${range.start.column + 1}`;
  return [
    `  ${at}`,
    ...wrapped(`${severity} ${code}: ${message}`, '    '),
    ...(hint === undefined ? [] : wrapped(hint, '    ')),
  ];
}

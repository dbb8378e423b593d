import type { PreflightCheck, PreflightReport, Severity } from '../../protocol';
import type { Style, Terminal } from '../terminal';
import { displayWidth, fit, visibleInline } from './text-width';

const STATE: Readonly<Record<PreflightCheck['state'], readonly [Style, string]>> = {
  ok: ['green', 'ok'],
  warning: ['yellow', 'warning'],
  error: ['red', 'error'],
  unknown: ['blue', 'unknown'],
};

/** Prints what was looked at before a start: a line each with its figures, and what mends it below. */
export function printPreflight({ checks, stages }: PreflightReport, { out, style }: Terminal): void {
  const width = Math.max(0, ...checks.map(({ title }) => displayWidth(title)));
  for (const { title, state, detail, hint } of checks) {
    const [colour, word] = STATE[state];
    out(`${style(colour, fit(word, 7))}  ${style('bold', fit(title, width))}  ${visibleInline(detail)}`);
    if (hint !== undefined && state !== 'ok')
      out(`${' '.repeat(9)}${' '.repeat(width)}  ${style('cyan', 'help:')} ${visibleInline(hint)}`);
  }
  if (stages.length === 0) return;
  const list = stages.map(({ id, steps, rows }) => `${visibleInline(id)} (${steps} steps, ${rows} rows)`);
  out(`\nWould run ${list.join(', then ')}.`);
}

/** What the report comes to, in a few words. */
export function preflightVerdict({ problems }: PreflightReport): string {
  const count = (severity: Severity): number => problems.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors > 0) return `It would not be started: ${errors === 1 ? 'one error' : `${errors} errors`}.`;
  return warnings > 0 ? 'It can be started, with the warnings above.' : 'Ready.';
}

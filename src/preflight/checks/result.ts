import type { PreflightCheck, Problem } from '../../protocol';

/** What one look gave: its line in the list, and what is wrong. */
export interface Looked {
  readonly check: PreflightCheck;
  readonly problems: readonly Problem[];
}

/** A check whose state and advice are those of its worst problem. */
export function looked(
  id: PreflightCheck['id'],
  title: string,
  detail: string,
  problems: readonly Problem[] = [],
  state: PreflightCheck['state'] = stateOf(problems),
): Looked {
  const hint = problems.find((one) => one.hint !== undefined)?.hint;
  return { check: { id, title, state, detail, ...(hint === undefined ? {} : { hint }) }, problems };
}

const stateOf = (problems: readonly Problem[]): PreflightCheck['state'] =>
  problems.some(({ severity }) => severity === 'error')
    ? 'error'
    : problems.some(({ severity }) => severity === 'warning')
      ? 'warning'
      : 'ok';

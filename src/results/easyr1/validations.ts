/** The blocks of one validation: from the index `from` up to, not including, `to`. */
export interface Validation {
  readonly from: number;
  readonly to: number;
}

/** More beginnings than a log has validations: one of another kind is taken as a single validation. */
const MOST_TRIES = 2_000;

/**
 * The validations of a log. Each writes the same prompts in the same order, and one that was interrupted ends early:
 * the log is a row of beginnings of one list. That list is the shortest beginning of the log that explains all of it;
 * where none does, the whole log is one validation.
 */
export function validationsOf(prompts: readonly string[]): readonly Validation[] {
  const [first] = prompts;
  let tries = 0;
  for (let length = 1; length < prompts.length && tries < MOST_TRIES; length += 1) {
    if (prompts[length] !== first) continue;
    tries += 1;
    const found = split(prompts, length);
    if (found !== undefined) return found;
  }
  return prompts.length === 0 ? [] : [{ from: 0, to: prompts.length }];
}

/** The log as a row of beginnings of its first `length` prompts; nothing when it is none. */
function split(prompts: readonly string[], length: number): readonly Validation[] | undefined {
  const validations: Validation[] = [];
  let from = 0;
  for (let i = 1; i <= prompts.length; i += 1) {
    const at = i - from;
    if (i < prompts.length && at < length && prompts[i] === prompts[at]) continue;
    if (i < prompts.length && prompts[i] !== prompts[0]) return undefined;
    validations.push({ from, to: i });
    from = i;
  }
  return validations;
}

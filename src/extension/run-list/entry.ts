import type { RunFinding } from '../../protocol';

/** An entry of the Runs view. A run's entry stays the same object while the run changes. */
export type Entry =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'stage'; readonly run: string; readonly stage: string }
  | { readonly kind: 'finding'; readonly run: string; readonly finding: RunFinding; readonly index: number }
  | { readonly kind: 'more'; readonly left: number };

/** The run folder that a command is about: a folder's path, `{ run: folder }`, or an entry of the view. */
export function runArgument(argument: unknown): string | undefined {
  if (typeof argument === 'string' && argument !== '') return argument;
  if (typeof argument === 'object' && argument !== null && 'run' in argument) {
    const { run } = argument;
    return typeof run === 'string' && run !== '' ? run : undefined;
  }
  return undefined;
}

/** The run folders of a command's arguments: what it was called on, or all that are selected when that is among them. */
export function runArguments(argument: unknown, selection: unknown): readonly string[] {
  const first = runArgument(argument);
  const many = Array.isArray(selection) ? selection.flatMap((item) => runArgument(item) ?? []) : [];
  if (first === undefined) return [...new Set(many)];
  return many.includes(first) ? [...new Set(many)] : [first];
}

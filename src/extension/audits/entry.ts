/** An entry of the Audits view. */
export type AuditEntry =
  | { readonly kind: 'set'; readonly set: string }
  | { readonly kind: 'benchmark'; readonly set: string; readonly name: string };

/** The folder of an audit that a command is about: a path, `{ set }`, an entry, or a run's `{ run }`. */
export function setArgument(argument: unknown): string | undefined {
  if (typeof argument === 'string' && argument !== '') return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { set, run } = argument as Readonly<Record<string, unknown>>;
  const named = set ?? run;
  return typeof named === 'string' && named !== '' ? named : undefined;
}

/** The folders of a command's arguments: what it was called on, or all that are selected when that is among them. */
export function setArguments(argument: unknown, selection: unknown): readonly string[] {
  const first = setArgument(argument);
  const many = Array.isArray(selection) ? selection.flatMap((item) => setArgument(item) ?? []) : [];
  if (first === undefined) return [...new Set(many)];
  return many.includes(first) ? [...new Set(many)] : [first];
}

/** A text that an argument holds beside what it is about. */
export function textOf(argument: unknown, name: string): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const value = (argument as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

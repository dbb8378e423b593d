/** A rule of a TextMate grammar, as far as this one needs them. */
export interface Rule {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
  readonly include?: string;
}
export type Captures = Readonly<Record<string, { readonly name: string }>>;

/** Scopes end in the language's name. */
export const scope = (name: string): string => `${name}.curriculum`;
export const named = (...names: readonly (string | undefined)[]): Captures =>
  Object.fromEntries(
    names.flatMap((name, index) => (name === undefined ? [] : [[String(index + 1), { name: scope(name) }]])),
  );
export const include = (...names: readonly string[]): readonly Rule[] =>
  names.map((name) => ({ include: `#${name}` }));

export const KEY_SCOPE = 'entity.name.tag';
export const COLON = 'punctuation.separator.key-value';

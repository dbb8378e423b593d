/** Longer texts and lists are none of ours. */
const LONGEST = 4096;
const MOST = 1000;

/** Fields of a value that a page, a link or an earlier window hands over: any of them may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST && !value.includes('\0');

export const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** `{ key: value }` when the value is a text and not empty; else nothing. */
export const text = <K extends string>(key: K, value: unknown): Partial<Record<K, string>> =>
  isText(value) && value !== '' ? ({ [key]: value } as Partial<Record<K, string>>) : {};

/** `{ key: value }` when the value is one of those that are known; else nothing. */
export function oneOf<K extends string, V extends string>(
  key: K,
  known: readonly V[],
  value: unknown,
): Partial<Record<K, V>> {
  const found = known.find((name) => name === value);
  return found === undefined ? {} : ({ [key]: found } as Partial<Record<K, V>>);
}

/** `{ key: entries }` with what `take` makes of each entry of a list; nothing when that is none. */
export function some<K extends string, V>(
  key: K,
  value: unknown,
  take: (entry: unknown) => V | undefined,
): Partial<Record<K, readonly V[]>> {
  if (!Array.isArray(value)) return {};
  const taken = value.slice(0, MOST).flatMap((entry) => take(entry) ?? []);
  return taken.length === 0 ? {} : ({ [key]: taken } as unknown as Partial<Record<K, readonly V[]>>);
}

/** `{ key: texts }` with the texts of a list. */
export const texts = <K extends string>(key: K, value: unknown): Partial<Record<K, readonly string[]>> =>
  some(key, value, (entry) => (isText(entry) ? entry : undefined));

/**
 * Says what is wrong with a value from outside, as `path: expected ..., found ...`, or nothing when it fits. What
 * fits is a `T`, which only the compiler knows: there is no `of` at run time.
 */
export type Check<T = unknown> = ((value: unknown, path: string) => string | undefined) & {
  readonly of?: T;
};

const found = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'a mapping'
        : shown(value);

const shown = (value: unknown): string => {
  const json = JSON.stringify(value) as string | undefined;
  return (json ?? typeof value).slice(0, 60);
};

const expect =
  (what: string, fits: (value: unknown) => boolean): Check =>
  (value, path) =>
    fits(value) ? undefined : `${path}: expected ${what}, found ${found(value)}`;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const anything: Check = () => undefined;
export const text = expect('text', (value) => typeof value === 'string');
export const flag = expect('true or false', (value) => typeof value === 'boolean');
export const number = expect('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const count = expect(
  'a whole number of at least 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const mapping = expect('a mapping', isRecord);

export const literal = (...values: readonly (string | number)[]): Check =>
  expect(values.map((value) => JSON.stringify(value)).join(' or '), (value) =>
    values.includes(value as string | number),
  );

export const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? undefined : check(value, path);

/**
 * Lists and mappings look at their items under no path at all and put theirs before a complaint: a list of ten
 * thousand runs is half a million fields, and all but a few have nothing to complain of.
 */
export const listOf =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path}: expected a list, found ${found(value)}`;
    for (let i = 0; i < value.length; i += 1) {
      const complaint = check(value[i], '');
      if (complaint !== undefined) return `${path}[${i}]${complaint}`;
    }
    return undefined;
  };

export const mappingOf =
  (check: Check): Check =>
  (value, path) => {
    if (!isRecord(value)) return `${path}: expected a mapping, found ${found(value)}`;
    for (const key of Object.keys(value)) {
      const complaint = check(value[key], '');
      if (complaint !== undefined) return `${path}.${key}${complaint}`;
    }
    return undefined;
  };

/** A check for every key of `T`; keys that `T` does not know are let through, for newer versions. */
export const shape = <T>(checks: { readonly [K in keyof T]-?: Check }): Check<T> => {
  const entries = Object.entries(checks as Record<string, Check>);
  return (value, path) => {
    if (!isRecord(value)) return `${path}: expected a mapping, found ${found(value)}`;
    for (const [key, check] of entries) {
      const complaint = check(own(value, key), '');
      if (complaint !== undefined) return `${path}.${key}${complaint}`;
    }
    return undefined;
  };
};

const own = (value: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

import type { AllowedFunction } from '../../../data';

/** What a value is, as far as it decides what may be done with it. */
export type ValueKind = 'number' | 'text' | 'list' | 'truth' | 'other';

/** The kind of a column by its DuckDB type. */
export function kindOfType(type: string): ValueKind {
  if (type.endsWith(']')) return 'list';
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|FLOAT|REAL|DECIMAL)/.test(type)) {
    return 'number';
  }
  if (/^(?:VARCHAR|TEXT|ENUM)/.test(type)) return 'text';
  return type === 'BOOLEAN' ? 'truth' : 'other';
}

/** What each function gives; `same`: what it is given. */
const RESULTS: Readonly<Record<AllowedFunction, ValueKind | 'same'>> = {
  len: 'number',
  length: 'number',
  array_length: 'number',
  list_contains: 'truth',
  array_contains: 'truth',
  list_min: 'number',
  list_max: 'number',
  list_sum: 'number',
  list_avg: 'number',
  lower: 'text',
  upper: 'text',
  trim: 'text',
  ltrim: 'text',
  rtrim: 'text',
  contains: 'truth',
  starts_with: 'truth',
  ends_with: 'truth',
  substring: 'text',
  substr: 'text',
  left: 'text',
  right: 'text',
  concat: 'text',
  regexp_matches: 'truth',
  regexp_full_match: 'truth',
  regexp_extract: 'text',
  abs: 'number',
  round: 'number',
  floor: 'number',
  ceil: 'number',
  sqrt: 'number',
  ln: 'number',
  exp: 'number',
  pow: 'number',
  mod: 'number',
  greatest: 'same',
  least: 'same',
  coalesce: 'same',
  ifnull: 'same',
  nullif: 'same',
  hash: 'number',
  json_extract: 'other',
  json_extract_string: 'text',
  json_array_length: 'number',
};

/** The kind of a function's result; nothing where that is the kind of its arguments, or it is not known. */
export function kindOfCall(name: string): ValueKind | undefined {
  const kind = Object.hasOwn(RESULTS, name) ? RESULTS[name as AllowedFunction] : undefined;
  return kind === 'same' ? undefined : kind;
}

/** Names of a function's parameters, as its signature writes them: `list or text`, `part`. */
export function parametersOf(signature: string): readonly string[] {
  const written = signature.slice(signature.indexOf('(') + 1, -1);
  return written === '' ? [] : written.split(', ');
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'part', 'end', 'pattern']);
const NUMBERS: ReadonlySet<string> = new Set(['number', 'digits', 'count', 'base', 'exponent', 'group']);

/** Kinds that a parameter takes, the likeliest first; nothing where it takes any. */
export function kindsOfParameter(call: string, parameter: string): readonly ValueKind[] | undefined {
  if (call === 'mod') return ['number'];
  // The start of `substring` is a place, the start of `starts_with` a text.
  if (parameter === 'start' || parameter === 'length')
    return call.startsWith('substr') ? ['number'] : ['text'];
  const kinds = parameter.split(' or ').flatMap((word): readonly ValueKind[] => {
    if (word === 'list') return ['list'];
    if (TEXTS.has(word)) return ['text'];
    return NUMBERS.has(word) ? ['number'] : [];
  });
  return kinds.length === 0 ? undefined : kinds;
}

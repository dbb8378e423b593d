/**
 * The functions that expressions may call, with one line for completion and hover. Each is pure and works on one
 * row; none can make a large value out of a small one.
 */
export const ALLOWED_FUNCTIONS = {
  len: { signature: 'len(list or text)', doc: 'Number of items of a list, or of characters of a text.' },
  length: { signature: 'length(list or text)', doc: 'Same as len.' },
  array_length: { signature: 'array_length(list)', doc: 'Number of items of a list.' },
  list_contains: { signature: 'list_contains(list, value)', doc: 'Whether the list holds the value.' },
  array_contains: { signature: 'array_contains(list, value)', doc: 'Same as list_contains.' },
  list_min: { signature: 'list_min(list)', doc: 'Smallest item of a list.' },
  list_max: { signature: 'list_max(list)', doc: 'Largest item of a list.' },
  list_sum: { signature: 'list_sum(list)', doc: 'Sum of a list of numbers.' },
  list_avg: { signature: 'list_avg(list)', doc: 'Mean of a list of numbers.' },
  lower: { signature: 'lower(text)', doc: 'The text in lower case.' },
  upper: { signature: 'upper(text)', doc: 'The text in upper case.' },
  trim: { signature: 'trim(text)', doc: 'The text without spaces at both ends.' },
  ltrim: { signature: 'ltrim(text)', doc: 'The text without spaces at its start.' },
  rtrim: { signature: 'rtrim(text)', doc: 'The text without spaces at its end.' },
  contains: { signature: 'contains(text or list, part)', doc: 'Whether the text or list contains the part.' },
  starts_with: { signature: 'starts_with(text, start)', doc: 'Whether the text starts so.' },
  ends_with: { signature: 'ends_with(text, end)', doc: 'Whether the text ends so.' },
  substring: {
    signature: 'substring(text, start, length)',
    doc: 'Part of a text; the first character is 1.',
  },
  substr: { signature: 'substr(text, start, length)', doc: 'Same as substring.' },
  left: { signature: 'left(text, count)', doc: 'The first characters of a text.' },
  right: { signature: 'right(text, count)', doc: 'The last characters of a text.' },
  concat: { signature: 'concat(text, ...)', doc: 'The texts one after another; NULL counts as empty.' },
  regexp_matches: {
    signature: 'regexp_matches(text, pattern)',
    doc: 'Whether the pattern occurs in the text (RE2).',
  },
  regexp_full_match: {
    signature: 'regexp_full_match(text, pattern)',
    doc: 'Whether the pattern matches all of the text (RE2).',
  },
  regexp_extract: {
    signature: 'regexp_extract(text, pattern, group)',
    doc: 'The part of a text that the pattern matches (RE2).',
  },
  abs: { signature: 'abs(number)', doc: 'Absolute value.' },
  round: { signature: 'round(number, digits)', doc: 'Rounded to so many digits after the point.' },
  floor: { signature: 'floor(number)', doc: 'Largest whole number not above.' },
  ceil: { signature: 'ceil(number)', doc: 'Smallest whole number not below.' },
  sqrt: { signature: 'sqrt(number)', doc: 'Square root.' },
  ln: { signature: 'ln(number)', doc: 'Natural logarithm.' },
  exp: { signature: 'exp(number)', doc: 'e to the power of the number.' },
  pow: { signature: 'pow(base, exponent)', doc: 'Power.' },
  mod: { signature: 'mod(a, b)', doc: 'Remainder, as a % b.' },
  greatest: { signature: 'greatest(a, b, ...)', doc: 'The largest of the values.' },
  least: { signature: 'least(a, b, ...)', doc: 'The smallest of the values.' },
  coalesce: { signature: 'coalesce(a, b, ...)', doc: 'The first value that is not NULL.' },
  ifnull: { signature: 'ifnull(a, b)', doc: 'a, or b when a is NULL.' },
  nullif: { signature: 'nullif(a, b)', doc: 'NULL when a equals b, else a.' },
  hash: {
    signature: 'hash(value)',
    doc: 'A fixed pseudo-random number of the value: `hash(id) % 10 < 3` keeps about 30 % of the rows.',
  },
  json_extract: { signature: "json_extract(json, '$.path')", doc: 'Value at a path of a JSON column.' },
  json_extract_string: {
    signature: "json_extract_string(json, '$.path')",
    doc: 'Text at a path of a JSON column.',
  },
  json_array_length: { signature: 'json_array_length(json)', doc: 'Number of items of a JSON array.' },
} as const;

export type AllowedFunction = keyof typeof ALLOWED_FUNCTIONS;

/** Operators that DuckDB's syntax tree writes as functions. */
export const ALLOWED_OPERATORS: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '^',
  '||', // arithmetic and concatenation
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '~~~', // LIKE, NOT LIKE, ILIKE, NOT ILIKE, GLOB
  '->',
  '->>', // JSON access
]);

/** What the tree calls things that the user wrote in brackets and braces, or as a keyword. */
export const BUILT_IN_FORMS: ReadonlySet<string> = new Set([
  'list_value',
  'like_escape',
  'not_like_escape',
  'ilike_escape',
  'not_ilike_escape',
  'struct_extract',
]);

export const isAllowedFunction = (name: string): name is AllowedFunction =>
  Object.hasOwn(ALLOWED_FUNCTIONS, name);

/** Types that CAST may name. */
export const CAST_TYPES: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'VARCHAR',
  'DATE',
  'TIMESTAMP',
]);

import type { Token } from './tokens';

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen twenty'
).split(' ');
const TENS: Readonly<Record<string, number>> = {
  thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
}; // prettier-ignore
export const SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries({ dozen: 12, hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }),
);
const WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const),
  ...Object.entries(TENS),
]);

/** `seven` as the number 7; only a word that stands alone, since "twenty-one" is no product. */
export function numberWord(tokens: readonly Token[]): readonly Token[] {
  const [only] = tokens;
  if (tokens.length !== 1 || only?.kind !== 'name') return tokens;
  const value = WORDS.get(only.text.toLowerCase());
  return value === undefined ? tokens : [{ kind: 'number', text: String(value), value, space: only.space }];
}

import { withDigits } from './number-words';
import type { Token } from './tokens';

export const SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries({ dozen: 12, hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }),
);
/** `seven` and `twenty-three` as numbers, when they are all that is said. */
export function numberWord(tokens: readonly Token[]): readonly Token[] {
  const [first] = tokens;
  const words = tokens.every(
    (token) => (token.kind === 'name' && !SCALES.has(token.text)) || token.text === '-',
  );
  const scaled = tokens.length > 1 && tokens.every((token) => token.kind === 'name' || token.text === '-');
  if (first?.kind !== 'name' || tokens.length > 12 || !(words || scaled)) return tokens;
  const digits = withDigits(
    tokens
      .map(({ text }) => text)
      .join(' ')
      .replace(/ - /g, '-'),
  );
  if (!/^\d{1,15}$/.test(digits)) return tokens;
  return [{ kind: 'number', text: digits, value: Number(digits), space: first.space }];
}

import { SCALES } from './numbers';
import type { Token } from './tokens';

const ALIASES: readonly (readonly string[])[] = [
  ['mm', 'millimeter', 'millimeters', 'millimetre', 'millimetres'],
  ['cm', 'centimeter', 'centimeters', 'centimetre', 'centimetres'],
  ['dm', 'decimeter', 'decimeters', 'decimetre', 'decimetres'],
  ['m', 'meter', 'meters', 'metre', 'metres'],
  ['km', 'kilometer', 'kilometers', 'kilometre', 'kilometres'],
  ['in', 'inch', 'inches'], ['ft', 'foot', 'feet'], ['yd', 'yard', 'yards'], ['mi', 'mile', 'miles'],
  ['mg', 'milligram', 'milligrams'], ['g', 'gram', 'grams'], ['kg', 'kilogram', 'kilograms'],
  ['lb', 'lbs', 'pound', 'pounds'], ['oz', 'ounce', 'ounces'],
  ['ml', 'mL', 'milliliter', 'milliliters'], ['l', 'L', 'liter', 'liters', 'litre', 'litres'],
  ['ms', 'millisecond', 'milliseconds'], ['s', 'sec', 'secs', 'second', 'seconds'],
  ['min', 'mins', 'minute', 'minutes'], ['h', 'hr', 'hrs', 'hour', 'hours'], ['day', 'days'],
  ['week', 'weeks'], ['month', 'months'], ['year', 'years', 'yr', 'yrs'], ['degC', 'celsius'], ['degF', 'fahrenheit'],
  ['euro', 'euros', 'eur', 'EUR'], ['yen'], ['rupee', 'rupees'],
  ['deg', 'degree', 'degrees'], ['rad', 'radian', 'radians'], ['dollar', 'dollars', 'usd', 'USD'],
  ['cent', 'cents'], ['percent', 'pct'], ['unit', 'units'], ['N', 'newton', 'newtons'], ['J', 'joule', 'joules'],
  ['W', 'watt', 'watts'], ['V', 'volt', 'volts'], ['A', 'ampere', 'amperes'], ['Hz', 'hertz'], ['Pa', 'pascal'],
  ['mph'], ['kmh', 'kph'], ['sq', 'square'], ['cubic', 'cu'],
]; // prettier-ignore
const UNITS: ReadonlyMap<string, string> = new Map(
  ALIASES.flatMap((names) => names.map((name) => [name, names[0] ?? name] as const)),
);
/** Words that change what is said: never thrown away as if they were a unit. */
const BINDING = new Set(['or', 'and', 'not', 'half', 'no', 'to', 'than', 'between', 'except', 'if']);
const MAX_WORDS = 4;

export interface Measured {
  readonly core: readonly Token[];
  /** Canonical unit or counted noun, such as `cm^2` or `apples`; empty when there is none. */
  readonly unit: string;
}

/**
 * Parts a number from the unit or noun that follows it: `5 cm^2`, `60 km/h`, `3 circles`, `90°`. A single letter
 * counts as a unit only after a space or inside `\text{}`, so that `5m` stays a product.
 */
export function splitUnit(tokens: readonly Token[]): Measured {
  const plain = withoutDegrees(tokens);
  let start = plain.length;
  let words = 0;
  for (let i = plain.length - 1; i > 0 && plain.length - i <= 12; i -= 1) {
    const token = plain[i];
    if (token?.kind === 'name') {
      if (!isUnit(token, plain[i - 1]) || BINDING.has(token.text.toLowerCase())) break;
      words += 1;
      start = i;
    } else if (!isUnitMark(token, plain[i - 1])) break;
  }
  const before = plain[start - 1];
  const endsValue = before?.kind === 'number' || (before?.kind === 'mark' && ')}|%'.includes(before.text));
  const afterScale = before?.kind === 'name' && SCALES.has(before.text.toLowerCase());
  const first = plain[start];
  // Words set as text may follow any value: `36\pi \text{ cm}^3`.
  const setAsText = first?.kind === 'name' && first.prose && before !== undefined;
  if (words === 0 || words > MAX_WORDS || !(endsValue || afterScale || setAsText))
    return { core: plain, unit: '' };
  const core = plain.slice(0, start);
  return balanced(core) ? { core, unit: unitName(plain.slice(start)) } : { core: plain, unit: '' };
}

function balanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind !== 'mark') continue;
    if (token.text === '{') depth += 1;
    if (token.text === '}') depth -= 1;
  }
  return depth === 0;
}

const isUnit = (token: Token & { kind: 'name' }, before: Token | undefined): boolean => {
  if (SCALES.has(token.text.toLowerCase())) return false;
  const known = UNITS.has(token.text);
  if (token.prose || (token.text.length > 1 && (token.space || known))) return true;
  return known && (token.space || before?.text === '/');
};

const isUnitMark = (token: Token | undefined, before: Token | undefined): boolean =>
  token?.kind === 'number'
    ? before?.kind === 'mark' && '^{-'.includes(before.text)
    : token?.kind === 'mark' &&
      ('/^{}*'.includes(token.text) ||
        (token.text === '-' && before?.kind === 'mark' && '^{'.includes(before.text)));

function unitName(tokens: readonly Token[]): string {
  const parts = tokens.filter((token) => !(token.kind === 'mark' && '{}'.includes(token.text)));
  const names = parts.map((token) =>
    token.kind === 'name'
      ? (UNITS.get(token.text) ??
        UNITS.get(token.text.toLowerCase()) ??
        (/^[GMkmµμ](?:N|J|W|V|A|Hz|Pa)$/.test(token.text) ? token.text : token.text.toLowerCase()))
      : token.text,
  );
  if (names[0] === 'sq') return `${names.slice(1).join(' ')}^2`;
  if (names[0] === 'cubic') return `${names.slice(1).join(' ')}^3`;
  // Words keep a space between them, signs do not: `red apples`, `km/h`.
  return names.reduce((all, name, i) => {
    const words = parts[i]?.kind === 'name' && parts[i - 1]?.kind === 'name';
    return all + (words ? ' ' : '') + name;
  }, '');
}

/**
 * Degrees are a unit that is never written otherwise: `60^\circ`, `60^{\circ}` and `60°` read as `60`; within a sine
 * they are a factor, which the reader of expressions knows.
 */
function withoutDegrees(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some((token) => token.text === '°')) return tokens;
  const angle = tokens.some(
    (token) => token.kind === 'name' && /^(?:sin|cos|tan|cot|sec|csc)$/.test(token.text),
  );
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (token === undefined || (token.text === '°' && !angle)) continue;
    const braced = tokens[i + 1]?.text === '{' && tokens[i + 2]?.text === '°' && tokens[i + 3]?.text === '}';
    if (token.text === '^' && (braced || tokens[i + 1]?.text === '°')) {
      i += braced ? 3 : 1;
      if (angle) kept.push({ kind: 'mark', text: '°', space: false });
      continue;
    }
    kept.push(token);
  }
  return kept;
}

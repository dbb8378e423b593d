import type { Token } from './tokens';

/** A number written as a decimal: the value of one unit of its last place. */
export interface Rounded {
  readonly unit: number;
  /** Digits after the point. */
  readonly places: number;
  /** Two places or more, and no quarter or eighth, which are mostly exact: such a gold was rounded. */
  readonly clear: boolean;
}

/** Reads `3.14`, `-12.6`, `33.33%`, `6.02 \times 10^{23}`, `6.02e23` and integers; nothing else was rounded. */
export function roundedAs(tokens: readonly Token[]): Rounded | undefined {
  const rest = tokens.filter((token) => !(token.kind === 'mark' && '{}()'.includes(token.text)));
  if (rest[0]?.text === '-' || rest[0]?.text === '+') rest.shift();
  const [number, sign, ...scale] = rest;
  if (number?.kind !== 'number') return undefined;
  const [, digits = '', exponent = '0'] = /^\d*(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(number.text) ?? [];
  const power = Number(exponent) + (sign === undefined ? 0 : powerOf(sign, scale));
  if (Number.isNaN(power)) return undefined;
  const mantissa = Number(number.text.split('e')[0]);
  return {
    unit: 10 ** (power - digits.length),
    places: digits.length,
    clear: digits.length >= 2 && !Number.isInteger(mantissa * 8),
  };
}

function powerOf(sign: Token, [ten, caret, ...exponent]: readonly Token[]): number {
  if (sign.text === '%' && ten === undefined) return -2;
  if (sign.text !== '*' || ten?.text !== '10' || caret?.text !== '^') return NaN;
  const minus = exponent[0]?.text === '-';
  const digits = exponent[minus ? 1 : 0];
  if (digits?.kind !== 'number' || exponent.length > (minus ? 2 : 1)) return NaN;
  return minus ? -digits.value : digits.value;
}

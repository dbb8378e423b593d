/** A computation that a text writes out: `3 + 4 = 7`. Offsets are those of the result. */
export interface Equation {
  readonly left: number;
  readonly operator: '+' | '-' | '*' | '/';
  readonly right: number;
  readonly result: number;
  readonly leftAt: Span;
  readonly rightAt: Span;
  readonly resultAt: Span;
}
export interface Span {
  readonly start: number;
  readonly end: number;
}

const NUMBER = String.raw`\d{1,9}(?:\.\d{1,6})?`;
const BOX = String.raw`(?:\$|\\boxed\s?\{|\\?\(|\s|\*){0,6}`;
const EQUATION = new RegExp(
  String.raw`(?<![\d.\w])(?<left>${NUMBER})\s?(?<operator>[-+*/×−÷·]|\\times|\\cdot|\\div)\s?(?<right>${NUMBER})\s?=${BOX}(?<result>${NUMBER})(?![\d.]?\d)`,
  'dg',
);
const OPERATORS: Readonly<Record<string, Equation['operator']>> = {
  '+': '+', '-': '-', '−': '-', '*': '*', '×': '*', '·': '*', '\\times': '*', '\\cdot': '*', '/': '/', '÷': '/', '\\div': '/',
}; // prettier-ignore

/** The computations of two numbers that a text writes out, in order: the right ones, or the wrong ones. */
export function equationsIn(text: string, which: 'right' | 'wrong' = 'right'): readonly Equation[] {
  return [...text.matchAll(EQUATION)].flatMap((match) => {
    const groups = match.groups ?? {};
    const places = match.indices?.groups ?? {};
    const operator = OPERATORS[groups.operator ?? ''];
    const [left, right, result] = [groups.left, groups.right, groups.result].map(Number);
    const [leftAt, rightAt, resultAt] = [places.left, places.right, places.result].map(spanOf);
    if (operator === undefined || leftAt === undefined || rightAt === undefined || resultAt === undefined)
      return [];
    if (left === undefined || right === undefined || result === undefined) return [];
    const equation = { left, operator, right, result, leftAt, rightAt, resultAt };
    return Math.abs(compute(equation) - result) < 1e-9 === (which === 'right') ? [equation] : [];
  });
}

const spanOf = (place: readonly [number, number] | undefined): Span | undefined =>
  place === undefined ? undefined : { start: place[0], end: place[1] };

export function compute({ left, operator, right }: Pick<Equation, 'left' | 'operator' | 'right'>): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? NaN : left / right;
  }
}

/** A number as a model writes it: no exponent, at most six decimals, no trailing zeros. */
export const writeNumber = (value: number): string => String(Number(value.toFixed(6)));

/** Replaces a number wherever it stands alone behind `from`: what follows from a wrong result follows it. */
export function replaceNumber(text: string, from: number, old: string, value: string): string {
  const alone = new RegExp(String.raw`(?<![\d.\w])${old.replaceAll('.', '\\.')}(?![\d\w]|\.\d)`, 'g');
  return text.slice(0, from) + text.slice(from).replaceAll(alone, value);
}

export const replaceSpan = (text: string, { start, end }: Span, value: string): string =>
  text.slice(0, start) + value + text.slice(end);

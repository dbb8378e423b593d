import type { Fact } from './facts';
import type { Shape } from './scene';

export type Operator = '+' | '-' | 'x';

export const compute = (a: number, op: Operator, b: number): number =>
  op === '+' ? a + b : op === '-' ? a - b : a * b;

export const boxed = (answer: Fact): string => `\\boxed{${String(answer)}}`;

/** `2 stars`, `1 more star` */
export const many = (n: number, shape: Shape, adjective?: string): string =>
  `${String(n)} ${adjective === undefined ? '' : `${adjective} `}${shape}${n === 1 ? '' : 's'}`;

/** Letter of a multiple-choice option. */
export const letterOf = (index: number): string => 'ABCD'[index] ?? 'A';

/** `3 + 1 = \boxed{4}`; `slip` is added to the result. */
export function sum(a: number, op: Operator, b: number, slip: number): string {
  return `${String(a)} ${op} ${String(b)} = ${boxed(compute(a, op, b) + slip)}`;
}

import type { Question } from './questions';
import type { Random } from './random';
import { compute, sum, type Operator } from './say';

/** Two numbers up to 9 (products up to 4 x 4), never below 0. */
function operands(rng: Random): readonly [number, Operator, number] {
  const op = rng.pick(['+', '+', '-', '-', 'x'] as const);
  if (op === 'x') return [1 + rng.int(4), op, 1 + rng.int(4)];
  const a = rng.int(10);
  return [a, op, op === '+' ? rng.int(10) : rng.int(a + 1)];
}

/** Plain arithmetic; one question in three has two steps. Nothing is seen, so only the result can slip. */
export function arithmetic(rng: Random): Question {
  const [a, op, b] = operands(rng);
  const first = compute(a, op, b);
  const asked = `${String(a)} ${op} ${String(b)}`;
  if (rng.int(3) > 0)
    return {
      kind: 'arithmetic',
      question: `What is ${asked}?`,
      seen: [],
      tell: (_, slip) => ({ answer: String(first + slip), trace: sum(a, op, b, slip) }),
    };
  const then: Operator = rng.int(2) === 0 && first > 0 ? '-' : '+';
  const c = 1 + rng.int(then === '-' ? Math.min(first, 4) : 4);
  return {
    kind: 'two-step',
    question: `What is ${asked} ${then} ${String(c)}?`,
    seen: [],
    tell: (_, slip) => ({
      answer: String(compute(first, then, c) + slip),
      trace: `${asked} = ${String(first)}. ${sum(first, then, c, slip)}`,
    }),
  };
}

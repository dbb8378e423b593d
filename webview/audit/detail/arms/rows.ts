import type { AnswerText, ArmShare } from '../../../../src/protocol/audit';
import { ARMS } from '../../../../src/protocol/prediction';

/** One arm: right answers of those graded, and the answers themselves. */
export interface ArmRow {
  readonly arm: string;
  readonly k: number;
  readonly right: number;
  readonly answers: readonly AnswerText[];
}

/** Arms in the order of the protocol. Numbers are the method's where it has them, else those of the answers. */
export function armsOf(shares: readonly ArmShare[], answers: readonly AnswerText[]): readonly ArmRow[] {
  const names = new Set<string>([
    ...Object.keys(ARMS),
    ...shares.map(({ arm }) => arm),
    ...answers.map(({ arm }) => arm),
  ]);
  return [...names].flatMap((arm) => {
    const own = answers.filter((answer) => answer.arm === arm);
    const share = shares.find((entry) => entry.arm === arm);
    if (share === undefined && own.length === 0) return [];
    const graded = own.filter(({ correct, greedy }) => correct !== null && !greedy);
    return [
      {
        arm,
        k: share?.k ?? graded.length,
        right: share?.right ?? graded.filter(({ correct }) => correct === true).length,
        answers: own,
      },
    ];
  });
}

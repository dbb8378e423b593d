import { describe, expect, it } from 'vitest';
import { decide, leakOf } from '../../src/audit/attribution';
import type { ArmResult, Item } from '../../src/audit/items';
import { judgeTrace, observationsOf, parseScene, type Scene } from '../../src/audit/oracle';
import { ends } from '../fixtures/hang';

const arm = (right: number, k = 8): ArmResult => ({
  k,
  right,
  truncated: 0,
  unanswered: 0,
  unboxed: 0,
  traces: [],
});
const item = (arms: Item['arms'], rest: Partial<Item> = {}): Item => ({
  key: 'd\u0000r', row: 'r', dataset: 'd', capability: 'visual-reasoning', gold: '4', goldText: '4', images: ['a.png'], arms, ...rest,
}); // prettier-ignore

describe('decision table', () => {
  const wrong = arm(1);
  const right = arm(6);
  it.each([
    ['right from the image', { image: right, description: wrong }, 'right', undefined],
    ['exactly half right is solved', { image: arm(4) }, 'right', undefined],
    [
      'solved without the image',
      { image: wrong, neither: right, description: right },
      'not-visual',
      'solved-blind',
    ],
    [
      'right from the description',
      { image: wrong, description: right, neither: wrong },
      'perception',
      undefined,
    ],
    [
      'and wrong from its own',
      { image: wrong, description: right, 'own-description': wrong },
      'perception-confirmed',
      undefined,
    ],
    [
      'right from its own',
      { image: wrong, description: right, 'own-description': right },
      'integration',
      undefined,
    ],
    [
      'right from its own only',
      { image: wrong, description: wrong, 'own-description': right },
      'integration',
      undefined,
    ],
    ['wrong from the description', { image: wrong, description: wrong }, 'reasoning', undefined],
    [
      'wrong from both descriptions',
      { image: wrong, description: wrong, 'own-description': wrong },
      'reasoning',
      undefined,
    ],
    ['no description arm', { image: wrong }, 'unattributed', 'no-description'],
    ['few samples from the image', { image: arm(0, 3), description: right }, 'unattributed', 'few-samples'],
    [
      'few samples from the description',
      { image: wrong, description: arm(3, 3) },
      'unattributed',
      'few-samples',
    ],
    [
      'few samples blind do not exclude',
      { image: wrong, description: right, neither: arm(3, 3) },
      'perception',
      undefined,
    ],
  ] as const)('%s', (_, arms, verdict, excluded) => {
    const decision = decide(item(arms));
    expect(decision.verdict).toBe(verdict);
    expect(decision.excluded).toBe(excluded);
  });

  it('excludes items without an image and descriptions that state the answer', () => {
    expect(decide(item({ image: wrong }, { images: [] }))).toMatchObject({
      verdict: 'not-visual',
      excluded: 'no-image',
    });
    const leaky = item({ image: wrong, description: right }, { description: 'Two dots. The answer is 4.' });
    expect(decide(leaky)).toMatchObject({ verdict: 'unattributed', excluded: 'leak' });
    const mention = item({ image: wrong, description: right }, { description: '4 red dots' });
    expect(decide(mention)).toMatchObject({ verdict: 'perception', leak: 'mentioned' });
  });

  it('marks items that are neither always right nor always wrong', () => {
    expect(decide(item({ image: arm(1), description: right })).stochastic).toBe(true);
    expect(decide(item({ image: arm(0), description: right })).stochastic).toBe(false);
    expect(decide(item({ image: arm(8) })).stochastic).toBe(false);
  });
});

describe('leaks', () => {
  it.each([
    ['three circles', '4', 'none'],
    ['4 circles', '4', 'mentioned'],
    ['14 circles', '4', 'none'],
    ['The answer is 4', '4', 'stated'],
    ['answer: (4)', '4', 'stated'],
    ['so \\boxed{4}', '4', 'stated'],
    ['the answer is not 4', '4', 'mentioned'],
    ['a red bus at night', 'red', 'mentioned'],
    ['a red bus at night', 'A red bus', 'stated'],
    ['built in 1984', '1984', 'stated'],
    ['Redder', 'red', 'none'],
    ['x', '', 'none'],
  ])('%s / %s: %s', (description, gold, leak) => expect(leakOf(description, gold)).toBe(leak));

  it('takes hostile descriptions in time', () => {
    ends(() => leakOf('answer '.repeat(40_000), '4'));
    ends(() => leakOf('\\boxed{'.repeat(40_000), '4'));
    ends(() => leakOf('4 '.repeat(100_000), '4 '.repeat(4_000) + '5'));
  });
});

describe('oracle', () => {
  const board: Scene = {
    kind: 'board',
    pieces: [
      { cell: 'A', color: 'blue', shape: 'triangle' },
      { cell: 'B', color: 'green', shape: 'circle' },
      { cell: 'F', color: 'yellow', shape: 'circle' },
    ],
  };
  const chart: Scene = {
    kind: 'chart',
    bars: [
      { bar: 'A', color: 'red', blocks: 4 },
      { bar: 'B', color: 'blue', blocks: 6 },
    ],
  };

  it.each([
    ['I see 2 circles and 1 triangle. 2 + 1 = \\boxed{4}', board, 'reasoning'],
    ['I see 3 circles and 1 triangle. 3 + 1 = \\boxed{4}', board, 'perception'],
    ['I see 2 circles and 0 stars. 2 + 0 = \\boxed{2}', board, 'reasoning'],
    ['I see 1 blue. \\boxed{2}', board, 'reasoning'],
    ['I see 2 blue. \\boxed{2}', board, 'perception'],
    ['The triangle is blue. \\boxed{red}', board, 'reasoning'],
    ['The triangle is red. \\boxed{red}', board, 'perception'],
    ['The triangle is at A. \\boxed{B}', board, 'reasoning'],
    ['The star is at A. \\boxed{A}', board, 'perception'],
    ['F has the circle. \\boxed{star}', board, 'reasoning'],
    ['C has the circle. \\boxed{circle}', board, 'perception'],
    ['Bar A is 4. \\boxed{5}', chart, 'reasoning'],
    ['Bar A is 5. \\boxed{5}', chart, 'perception'],
    ['Bar A is red. \\boxed{B}', chart, 'reasoning'],
    ['A is 4, B is 6. \\boxed{A}', chart, 'reasoning'],
    ['A is 4 and B is 5. 4 + 5 = \\boxed{9}', chart, 'perception'],
    ['I see 3 circles. \\boxed{3}', chart, 'perception'],
    ['A is 4. \\boxed{4}', board, 'perception'],
    ['\\boxed{4}', board, 'unclear'],
    ['4 + 5 = \\boxed{9}', board, 'unclear'],
    ['I see  2 circles  and 1 triangle . 2 + 1 = \\boxed{4}', board, 'reasoning'],
    ['', board, 'unclear'],
  ] as const)('%s', (trace, scene, label) => expect(judgeTrace(trace, scene).label).toBe(label));

  it('says what the scene says instead', () => {
    expect(judgeTrace('I see 3 circles and 1 triangle.', board)).toMatchObject({
      said: '3 circles',
      truth: 'there are 2',
    });
    expect(judgeTrace('The triangle is red.', board)).toMatchObject({ truth: 'blue' });
    expect(judgeTrace('B is 5.', chart)).toMatchObject({ truth: 'B is 6' });
  });

  it('knows a scene when it sees one', () => {
    expect(parseScene(board)).toEqual(board);
    expect(parseScene(JSON.stringify(chart))).toEqual(chart);
    for (const no of [
      undefined,
      null,
      4,
      'x',
      {},
      { kind: 'board' },
      { kind: 'board', pieces: [{ cell: 1 }] },
    ]) {
      expect(parseScene(no)).toBeUndefined();
    }
  });

  it('reads hostile traces in time', () => {
    for (const piece of ['I see ', ' and ', '. ', 'A is 4, ', ' ', '1 a and '])
      ends(() => observationsOf(piece.repeat(200_000)), piece);
  });
});

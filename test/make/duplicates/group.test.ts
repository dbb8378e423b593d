import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Group } from '../../../src/make/duplicates';
import { fold } from '../../../src/make/duplicates/fold';
import { likeness, piecesOf, textOf } from '../../../src/make/duplicates/likeness';

const equals = (
  a: string,
  b: string,
  threshold = 0.8,
  answers: readonly [string, string] = ['red', 'red'],
): boolean => {
  const group = new Group(threshold);
  group.add(0, a, answers[0]);
  return group.add(1, b, answers[1]) === 0;
};

describe('near-duplicates', () => {
  it('are the same question in other letters', () => {
    expect(equals('What colour is the car?', '<image> what  colour is THE car', 1)).toBe(true);
    expect(
      equals(
        'What colour is the big old car on the left of the road?',
        'What colour is the big old car on the left side of the road?',
      ),
    ).toBe(true);
    expect(equals('汽车是什么颜色的？', '汽车是什么颜色的', 1)).toBe(true);
  });

  it('are not questions about another place, number or answer', () => {
    expect(equals('Is the dog left of the cat?', 'Is the cat left of the dog?')).toBe(false);
    expect(
      equals(
        'A train goes 60 miles in 2 hours at an even pace; how fast is it?',
        'A train goes 90 miles in 2 hours at an even pace; how fast is it?',
      ),
    ).toBe(false);
    expect(equals('Compute 3 + 5', 'Compute 3 - 5')).toBe(false);
    expect(equals('Which of these is true?', 'Which of these is true?', 0.9, ['a red car', 'two dogs'])).toBe(
      false,
    );
  });

  it('are found as by comparing each with all that stayed', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '7', '8'), { maxLength: 9 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.constantFrom(0, 0.3, 0.5, 0.75, 0.9, 1),
        (texts, threshold) => {
          const group = new Group(threshold);
          const found = texts.map((one, at) => group.add(at, one, 'x'));
          const stayed: number[] = [];
          const wanted = texts.map((one, at) => {
            const me = fold(one, 'x');
            const alike = (other: number, test: (a: typeof me, b: typeof me) => boolean): boolean =>
              test(fold(texts[other] ?? '', 'x'), me);
            const of =
              stayed.find((other) => alike(other, (a, b) => textOf(a) === textOf(b))) ??
              (threshold === 1
                ? undefined
                : stayed.find((other) =>
                    alike(
                      other,
                      (a, b) =>
                        a.numbers === b.numbers && likeness(piecesOf(a), piecesOf(b)) >= threshold - 1e-9,
                    ),
                  ));
            if (of === undefined) stayed.push(at);
            return of;
          });
          // Where nothing at all need be shared there is nothing to look up by.
          if (threshold > 0) expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are found among thousands that begin and end alike', () => {
    const group = new Group(0.85);
    const words = ['red', 'blue', 'small', 'large', 'old', 'new', 'left', 'right', 'wet', 'dry'];
    const name = (at: number): string => Array.from(String(at), (digit) => words[Number(digit)]).join(' ');
    const ask = (at: number): string =>
      `What is the color of the ${name(at)} thing in the corner of the room?`;
    const found = Array.from({ length: 5000 }, (_, at) => group.add(at, ask(at), name(at)));
    for (const at of [4321, 2510, 3]) {
      expect(found[at]).toBeUndefined();
      expect(group.add(5000 + at, ask(at).toUpperCase(), name(at))).toBe(at);
    }
  });
});

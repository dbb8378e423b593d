import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenAway } from '../../../src/make/questions/check/given-away';
import { otherScript } from '../../../src/make/questions/check/script';
import { faultOfWords } from '../../../src/make/questions/check/words';
import { shuffled } from '../../../src/make/questions/shuffle';
import { examOf } from '../../../src/make/questions/verify';

describe('an answer that is given away', () => {
  const long = 'a large blue barn with a tin roof and two doors';
  it('by being much longer or much shorter than all others', () => {
    expect(givenAway('What is there?', ['a barn', 'a house', 'a tower', long], 3)?.reason).toContain(
      'length',
    );
    expect(givenAway('What is there?', [long, `${long} too`, `no ${long}`, 'a barn'], 3)?.reason).toContain(
      'length',
    );
    expect(givenAway('What is there?', ['a barn', 'a house', 'a tower', long], 0)).toBeUndefined();
    // Twice as long, and still only a word.
    expect(givenAway('Which colour?', ['red', 'blue', 'tan', 'yellow'], 3)).toBeUndefined();
  });
  it('by the words of the question, unless it names a wrong one as well', () => {
    const options = ['red', 'blue', 'green', 'white'];
    expect(givenAway('Which colour has the red barn?', options, 0)?.reason).toContain('question');
    expect(givenAway('Is the barn red or blue?', options, 0)).toBeUndefined();
    expect(givenAway('Which colour has the bored cat?', options, 0)).toBeUndefined();
    expect(givenAway('Which colour has the red barn?', options, 1)).toBeUndefined();
  });
});

describe('words', () => {
  it('finds who speaks of a caption', () => {
    for (const text of [
      'According to the caption, what is red?',
      'What does the description say?',
      'What is mentioned in the text?',
      'Which animal is described?',
    ])
      expect(faultOfWords(text, [])?.reason, text).toContain('caption');
    for (const text of [
      'What does the text on the sign say?',
      'Which captain stands left?',
      'What is on the image?',
    ])
      expect(faultOfWords(text, []), text).toBeUndefined();
  });
  it('finds options that speak of the others, and no innocent ones', () => {
    for (const text of [
      'All of the above',
      'none of these',
      'None of the above.',
      'Both A and B',
      'neither',
      'A and C',
      'all the options are correct',
    ])
      expect(faultOfWords('What?', ['x', text])?.reason, text).toContain('options');
    for (const text of [
      'all black',
      'none at all but one',
      'both hands',
      'a and the letter b',
      'two',
      'above the door',
    ])
      expect(faultOfWords('What?', ['x', text]), text).toBeUndefined();
  });
  it('finds marks that break a row', () => {
    for (const text of ['see <image>', 'a <|im_end|> b', '[INST] x'])
      expect(faultOfWords('What?', ['x', text]), text).toBeDefined();
    expect(faultOfWords('Is 3 < 5 and 7 > 2?', ['x'])).toBeUndefined();
  });
  it('tells scripts apart, and nothing more', () => {
    expect(otherScript('塔楼左边是什么颜色的建筑物呢', 'A tower on a hill.')).toBe(true);
    expect(otherScript('Welche Farbe hat die Scheune?', 'A tower on a hill.')).toBe(false);
    expect(otherScript('What does 出口 on the sign mean?', 'A sign says 出口, which is exit.')).toBe(false);
  });
});

/** p of a chi-square statistic with three degrees of freedom (Abramowitz and Stegun 26.4.4). */
function tail3(x: number): number {
  const z = Math.sqrt(x);
  // Complementary error function by its continued fraction's integral, in steps.
  let sum = 0;
  const steps = 20_000;
  for (let i = 0; i < steps; i += 1) {
    const t = z + ((i + 0.5) * 12) / steps;
    sum += (Math.exp((-t * t) / 2) * 12) / steps;
  }
  return 2 * (sum / Math.sqrt(2 * Math.PI)) + Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2);
}

describe('the order of options', () => {
  const options = ['a red barn', 'a blue barn', 'a tall tree', 'a stone wall'];

  it('knows its distribution', () => {
    // Table values: 0.05 at 7.815, 0.001 at 16.266.
    expect(tail3(7.815)).toBeCloseTo(0.05, 3);
    expect(tail3(16.266)).toBeCloseTo(0.001, 4);
  });

  it('puts the right option at all positions alike, wherever its author put it', () => {
    for (const written of [0, 3]) {
      const counts = [0, 0, 0, 0];
      const asked = 8_000;
      for (let i = 0; i < asked; i += 1) {
        const at = shuffled('1', `What is left of tower ${i}?`, options).indexOf(written);
        counts[at] = (counts[at] ?? 0) + 1;
      }
      const expected = asked / 4;
      const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(tail3(chi)).toBeGreaterThan(0.001);
    }
  });

  it('is a permutation that only seed and content decide', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), (seed, question, all) => {
        const order = shuffled(seed, question, all);
        expect([...order].sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        const turned = [...all].reverse();
        const other = shuffled(seed, question, turned);
        expect(other.map((i) => turned[i])).toEqual(order.map((i) => all[i]));
      }),
    );
  });

  it('differs between seeds, and between a question and its exam', () => {
    const seeds = Array.from({ length: 40 }, (_, i) => shuffled(String(i), 'What?', options).join(''));
    expect(new Set(seeds).size).toBeGreaterThan(10);
    const same = Array.from({ length: 200 }, (_, i) => {
      const question = {
        id: `q-${i}`,
        source: 's',
        capability: 'c',
        question: 'What?',
        options,
        answer: 'A',
        images: [],
      };
      return examOf({ ...question, caption: 'x' }, 1).answer === 'A';
    }).filter(Boolean).length;
    expect(same).toBeGreaterThan(20);
    expect(same).toBeLessThan(90);
  });
});

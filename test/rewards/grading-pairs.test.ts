import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grade, KINDS } from '../../src/rewards';
import { PAIRS, type Pair } from './pairs';
import { ends } from '../fixtures/hang';

const graded = ({ kind, response, gold, options }: Omit<Pair, 'id' | 'correct' | 'why'>): boolean =>
  grade(response, gold, { kind, ...(options === undefined ? {} : { options }) }).correct;

describe.each(KINDS)('pairs of kind %s', (kind) => {
  const pairs = PAIRS.filter((pair) => pair.kind === kind);

  it('has enough of them, right and wrong', () => {
    expect(pairs.filter(({ correct }) => correct).length).toBeGreaterThan(50);
    expect(pairs.filter(({ correct }) => !correct).length).toBeGreaterThan(50);
  });

  it.each(pairs.map((pair) => [pair.id, pair.response.slice(-60), pair.gold, pair] as const))(
    '%s: %j for %j',
    (_id, _response, _gold, pair) => {
      expect(graded(pair), pair.why).toBe(pair.correct);
    },
  );
});

describe('what can never be right', () => {
  const integer = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  const off = fc.constantFrom(-10, -2, -1, 1, 2, 10);
  const dress = fc.constantFrom<(n: number) => string>(
    (n) => `\\boxed{${n}}`,
    (n) => `So \\boxed{x = ${n}}`,
    (n) => `\\boxed{${n.toLocaleString('en-US')}}`,
    (n) => `\\boxed{${n}.0}`,
    (n) => `\\boxed{${n} \\text{ cm}}`,
  );

  it('is a number beside the gold', () => {
    fc.assert(
      fc.property(integer, off, dress, (gold, by, written) => {
        for (const kind of ['boxed-math', 'number'] as const) {
          expect(graded({ kind, response: written(gold), gold: String(gold) })).toBe(true);
          expect(graded({ kind, response: written(gold + by), gold: String(gold) })).toBe(false);
        }
      }),
    );
  });

  it('is another fraction, or the negated one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 2, max: 999 }),
        off,
        (top, bottom, by) => {
          const gold = `\\frac{${top}}{${bottom}}`;
          const right = (answer: string): boolean =>
            graded({ kind: 'boxed-math', response: `\\boxed{${answer}}`, gold });
          expect(right(`${2 * top}/${2 * bottom}`)).toBe(true);
          expect(right(`\\frac{${top + by}}{${bottom}}`)).toBe(false);
          expect(right(`-${gold}`)).toBe(false);
        },
      ),
    );
  });

  it('is another option, two options or a negated one', () => {
    const options = ['red', 'blue', 'green', 'yellow'];
    const said = fc.constantFrom<(letter: string) => string>(
      (x) => x,
      (x) => `(${x})`,
      (x) => `The answer is ${x}.`,
      (x) => `\\boxed{${x}}`,
      (x) => `<answer>${x}</answer>`,
      (x) => `Thus the correct option is **${x}**.`,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }), said, (at, by, say) => {
        const gold = 'ABCD'.charAt(at);
        const other = 'ABCD'.charAt((at + by) % 4);
        const right = (response: string): boolean => graded({ kind: 'choice', response, gold, options });
        expect(right(say(gold))).toBe(true);
        expect(right(say(other))).toBe(false);
        expect(right(say(`${gold} or ${other}`))).toBe(false);
        expect(right(`The answer is not ${gold}.`)).toBe(false);
        expect(right(`${gold}. ${options[(at + by) % 4] ?? ''}`)).toBe(false);
      }),
    );
  });

  it('throws, whatever the text', () => {
    const noise = fc.stringMatching(/^[\\{}()[\]$^_|&0-9A-Ea-z,.:;!?%°±≤∪ \n]{0,200}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        noise,
        noise,
        fc.array(noise, { maxLength: 4 }),
        (kind, text, gold, options) => {
          for (const response of [text, `\\boxed{${text}}`, `<answer>${text}`])
            expect(typeof ends(() => graded({ kind, response, gold, options }))).toBe('boolean');
        },
      ),
    );
  });
});

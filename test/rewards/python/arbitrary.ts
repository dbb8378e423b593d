import fc from 'fast-check';
import { KINDS } from '../../../src/rewards';
import { PAIRS } from '../pairs';
import type { Asked } from './grader';

const words = (text: string): readonly string[] => text.split(' ').map((word) => word.replaceAll('_', ' '));

/** Pieces of answers: numbers, signs, LaTeX, units and the words that the rules know. */
const MATHS = words(
  '0 1 2 3 5 7 9 10 12 100 3.14 0.5 .5 1,000 1{,}000 3,5 1e3 1e400 0.333 2.50 12345678901234567890 + - * / ^ ^2 ^{2} _ _1 _{10} ! % \\% = < > ≤ ≥ ≠ ≈ ± ( ) [ ] { } \\{ \\} | , ; : . ' +
    '\\frac \\frac12 \\frac{1}{2} \\dfrac{3}{4} \\sqrt \\sqrt{2} \\sqrt[3]{8} \\pi \\cdot \\times \\pm \\le \\ge \\ne \\in \\cup \\cap \\infty \\emptyset \\setminus \\binom{5}{2} \\sin \\cos \\tan^{-1} \\log_2 \\ln \\text{ \\text{_cm} \\mathbb{R} \\left( \\right) \\circ ^\\circ ° $ $$ \\$ € US$ ' +
    '\\overline{3} 0.\\overline{3} \\begin{pmatrix} \\end{pmatrix} & \\\\ \\, \\! ~ \\quad x y z a b i e pi xy f(x) x_1 R cm km/h m/s kg ° degrees million dozen percent ½ ² ³ ⁻¹ π √ ∞ × ÷ − – ∪ ∈ ℝ ℃ １２ ①',
);
const PROSE = words(
  'the answer is Answer: **Answer:** Final_answer: #### so therefore I think it would_be choose option choice A B C D (A) (B) [C] A. B: a b I yes no Yes, No. not true false correct wrong and or but if because since wait actually ' +
    'maybe there_are there_is a an red blue dog cats one two three twenty-one half a_dozen three_quarters one_and_a_half hundred thousand total of = at_least about between from to more_than first second third_option last_one none_of_the_above all_of_them cannot_determine ' +
    'the_image_shows 答案是 选 是 不是 没有 三 十 二十个 的 。 ， respuesta_es réponse Ответ: да нет Sí, ? ! … “yes” "no" \\boxed{ \\boxed{B} \\boxed{3} \\fbox{ } <think> </think> <answer> </answer> \\text{ * ** _ ` ’ \' note: that_is_wrong 3:45 pm 2019 May_5 5_m 500_cm 50% $5 room_101 counting 1, 2, 3 let\'s_check:',
);
/** Where the two languages differ by nature: white space, letters, figures, case, pairs of surrogates, composition. */
const TRAPS = [
  '\u00a0', '\u2028', '\u2029', '\ufeff', '\u0085', '\u001c', '\u001f', '\u180e', '\u200b', '\u3000', '\v', '\f', '\r', '\t', '\n', '\n\n',
  '٣', '३', '٠', '²', 'Ⅷ', 'ſ', 'K', 'İ', 'ı', 'ß', 'ẞ', 'Å', 'é', 'e\u0301', 'ﬁ', 'ǅ', 'ς', 'Σ', 'µ', 'μ', 'Ω', 'º', 'ª', '😀', '𝒙', '𝟛', '𐐀', '𐐨', '𠮷', '\ud83d', '\udc00', 'ا',
  'constructor', '__proto__', 'toString', '\\constructor', '\u0000', '\u007f', 'Infinity', 'NaN', '0x10', '1_000', '-0', '+5', '1e-7', '1e21', '_', '\\', '"', "'",
]; // prettier-ignore

const joined = (pieces: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', ' ', ', ')), { maxLength })
    .map((parts) => parts.map(([piece, gap]) => piece + gap).join(''));

const ALL = [...MATHS, ...PROSE, ...TRAPS];
const maths = joined(MATHS, 8);
const prose = joined([...PROSE, ...PROSE, ...MATHS], 14);
const wild = joined(ALL, 10);
const text = fc.oneof(
  { weight: 4, arbitrary: maths },
  { weight: 4, arbitrary: prose },
  { weight: 2, arbitrary: wild },
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const FRAMES: readonly ((text: string) => string)[] = [
  (answer) => answer,
  (answer) => `\\boxed{${answer}}`,
  (answer) => `So $\\boxed{${answer}}$.`,
  (answer) => `<think>hm</think> The answer is ${answer}.`,
  (answer) => `<answer>${answer}</answer>`,
  (answer) => `First this.\nAnswer: ${answer}`,
];
const framed = fc.tuple(text, fc.constantFrom(...FRAMES)).map(([answer, frame]) => frame(answer));

/** A gold that is the answer in another dress, often; else another text. */
const DRESSES: readonly ((text: string) => string)[] = [
  (answer) => answer,
  (answer) => ` ${answer}.`,
  (answer) => `$${answer}$`,
  (answer) => `\\text{${answer}}`,
  (answer) => `${answer} cm`,
  (answer) => `x = ${answer}`,
  (answer) => answer.toUpperCase(),
  (answer) => answer.replaceAll(' ', ''),
  (answer) => answer.split(', ').reverse().join(', '),
  (answer) => `(${answer})`,
  (answer) => `-(${answer})`,
  (answer) => `${answer} + 0`,
];

const KIND = fc.constantFrom(undefined, undefined, ...KINDS);
const flag = fc.constantFrom(true, undefined);

/** A question with an answer made of pieces. */
export const made: fc.Arbitrary<Asked> = fc
  .record({
    answer: text,
    frame: fc.constantFrom(...FRAMES),
    before: fc.oneof(fc.constant(''), prose),
    gold: fc.oneof(text, fc.constantFrom('A', 'B', 'yes', 'no', '3', '0.5', 'C. red', '3:45')),
    dress: fc.option(fc.constantFrom(...DRESSES), { nil: undefined }),
    options: fc.option(fc.array(fc.oneof(prose, maths), { minLength: 1, maxLength: 5 }), { nil: undefined }),
    kind: KIND,
    strict: flag,
  })
  .map(({ answer, frame, before, gold, dress, options, kind, strict }) =>
    asked(before + frame(answer), dress === undefined ? gold : dress(answer), kind, options, strict),
  );

const asked = (
  response: string,
  gold: string,
  kind: Asked['kind'],
  options: Asked['options'],
  strict: Asked['strict'],
): Asked => ({
  response,
  gold,
  ...(kind === undefined ? {} : { kind }),
  ...(options === undefined ? {} : { options }),
  ...(strict === undefined ? {} : { strict }),
});

/** A pair of the table with some of its text cut out, doubled, or changed for another piece, in response and gold. */
export const mutated: fc.Arbitrary<Asked> = fc
  .record({
    pair: fc.constantFrom(...PAIRS),
    other: fc.constantFrom(...PAIRS),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        length: fc.integer({ min: 0, max: 6 }),
        piece: fc.oneof(fc.constantFrom(...ALL), fc.constant('')),
        gold: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    kind: fc.constantFrom('own', 'own', 'other', 'none' as const),
    swap: fc.constantFrom(false, false, true),
    strict: flag,
  })
  .map(({ pair, other, edits, kind, swap, strict }) => {
    const edit = (given: string, gold: boolean): string =>
      edits
        .filter((one) => one.gold === gold)
        .reduce((changed, { at, length, piece }) => {
          const from = Math.floor(at * (changed.length + 1));
          return changed.slice(0, from) + piece + changed.slice(from + length);
        }, given);
    return asked(
      edit(pair.response, false),
      edit(swap ? other.gold : pair.gold, true),
      kind === 'own' ? pair.kind : kind === 'other' ? other.kind : undefined,
      pair.options ?? (kind === 'other' ? other.options : undefined),
      strict,
    );
  });

/** A response and a gold for a training reward. */
export const rewarded: fc.Arbitrary<Asked> = fc.record({
  response: fc.oneof(
    framed,
    made.map(({ response }) => response),
    mutated.map(({ response }) => response),
  ),
  gold: fc.oneof(
    text,
    mutated.map(({ gold }) => gold),
    fc.constantFrom('A', 'B', '(C)', 'yes'),
  ),
  reward: fc.constantFrom('boxed_answer', 'exact_match', 'choice' as const),
});

import { CELLS, COLORS, SHAPES } from '../shape-math/scene';

const SIGNS = ['.', ',', '?', ':', '+', '-', '=', '(', ')', '{', '}', '\\boxed{'];
const NUMBERS = Array.from({ length: 21 }, (_, n) => String(n));
const THINGS = [
  ...SHAPES,
  ...SHAPES.map((s) => `${s}s`),
  'bar',
  'bars',
  'block',
  'blocks',
  'points',
  'shape',
  'shapes',
];
/** The words of the example's questions and traces, and the most common ones of any other question. */
const WORDS =
  'How many are there What color is the Where Which at in of and all more than If added removed how left Each worth ' +
  'tall taller tallest much I see has The Bar Bars Describe image x a to answer Answer it on with from no yes No Yes ' +
  'what that this number total not or one two three';

/** Vocabulary of the micro model's tokenizer, in id order. Everything else is spelled in bytes. */
export const VOCABULARY: readonly string[] = [
  ...new Set([...SIGNS, ...NUMBERS, ...COLORS, ...THINGS, ...CELLS, ...WORDS.split(' ')]),
];

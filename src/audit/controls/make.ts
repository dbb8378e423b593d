import { grade } from '../../rewards';
import { shuffled } from '../statistics';
import { compute, equationsIn, replaceNumber, replaceSpan, writeNumber, type Equation } from './arithmetic';
import { factsIn, type Fact } from './facts';

/** A right answer of the set that was made wrong in a known way. */
export interface Control {
  readonly kind: 'perception' | 'arithmetic';
  readonly response: string;
  readonly change: { readonly from: string; readonly to: string; readonly at: number };
}

interface Right {
  readonly question: string;
  readonly options: readonly string[];
  readonly gold: string;
  readonly response: string;
}

const LONGEST = 20_000;

/**
 * Makes a control of a right answer: `perception` swaps a fact that was read off the image, and what is computed from it
 * follows; `arithmetic` gets one computation wrong, and what follows from it follows. `undefined` when there is nothing
 * to change, or the answer would still be right: the error must be decisive.
 */
export function makeControl(item: Right, kind: Control['kind'], seed: number): Control | undefined {
  if (item.response.length > LONGEST) return undefined;
  const candidates = kind === 'perception' ? perceptionErrors(item, seed) : arithmeticErrors(item, seed);
  for (const candidate of candidates) {
    const response = candidate.response;
    const { correct, extracted } = grade(response, item.gold, { options: item.options });
    // One error and no second one: an observation with sound arithmetic, or a single wrong computation.
    const faults = equationsIn(response, 'wrong').length;
    if (!correct && extracted !== undefined && faults === (kind === 'arithmetic' ? 1 : 0)) return candidate;
  }
  return undefined;
}

function* arithmeticErrors({ response }: Right, seed: number): Generator<Control> {
  for (const equation of shuffled(equationsIn(response), seed)) {
    const old = response.slice(equation.resultAt.start, equation.resultAt.end);
    for (const off of shuffled([1, -1, 2, 10], seed)) {
      const wrong = equation.result + off;
      if (wrong <= 0) continue;
      const to = writeNumber(wrong);
      const { start } = equation.resultAt;
      yield {
        kind: 'arithmetic',
        response: follow(replaceNumber(response, start, old, to), start + to.length),
        change: { from: old, to, at: start },
      };
    }
  }
}

function* perceptionErrors({ response, question, options }: Right, seed: number): Generator<Control> {
  for (const fact of shuffled(factsIn(response, question), seed)) {
    for (const swap of shuffled(fact.swaps, seed)) {
      const changed =
        fact.kind === 'number' ? swapNumber(response, fact, swap) : swapWord(response, fact, swap, options);
      yield { kind: 'perception', response: changed, change: { from: fact.value, to: swap, at: fact.start } };
    }
  }
}

/** The fact and every later mention of it; results that are computed from it are computed anew. */
function swapNumber(response: string, fact: Fact, swap: string): string {
  const equations = equationsIn(response);
  const swapped = replaceSpan(response, fact, swap);
  const shift = swap.length - fact.value.length;
  const uses = equations.find(
    ({ leftAt, left, right }) =>
      leftAt.start > fact.end && (left === Number(fact.value) || right === Number(fact.value)),
  );
  // Without a computation the fact is the answer, or nothing follows from it: every later mention follows.
  if (uses === undefined) return replaceNumber(swapped, fact.start + swap.length, fact.value, swap);
  const side = uses.left === Number(fact.value) ? uses.leftAt : uses.rightAt;
  const moved = { start: side.start + shift, end: side.end + shift };
  return follow(replaceSpan(swapped, moved, swap), uses.leftAt.start + shift);
}

/**
 * Computations from `from` on whose written result is no longer right are computed anew, one after the other, and each
 * new result replaces the old one in what follows.
 */
function follow(text: string, from: number): string {
  let changed = text;
  let at = from;
  for (let round = 0; round < 20; round += 1) {
    const next = brokenEquation(changed, at);
    if (next === undefined) return changed;
    const old = changed.slice(next.resultAt.start, next.resultAt.end);
    const result = compute(next);
    if (!Number.isFinite(result)) return changed;
    changed = replaceNumber(changed, next.resultAt.start, old, writeNumber(result));
    at = next.resultAt.start;
  }
  return changed;
}

const brokenEquation = (text: string, from: number): Equation | undefined =>
  equationsIn(text, 'wrong').find(({ leftAt }) => leftAt.start >= from);

const inCase = (like: string, word: string): string =>
  /^\p{Lu}/u.test(like) ? `${(word[0] ?? '').toUpperCase()}${word.slice(1)}` : word;

/** The word and all its later mentions; a chosen option follows to the one that says the other word. */
function swapWord(response: string, fact: Fact, swap: string, options: readonly string[]): string {
  const word = new RegExp(String.raw`\b${fact.value}\b`, 'gi');
  const changed =
    response.slice(0, fact.start) + response.slice(fact.start).replaceAll(word, (old) => inCase(old, swap));
  const letters = options.map((option) => option.replaceAll(word, (old) => inCase(old, swap)));
  const chosen = /\\boxed\s?\{\s?(?:\\text\{)?\(?([A-Z])\b/g;
  return changed.replaceAll(chosen, (whole, letter: string) => {
    const moved = options.indexOf(letters[letter.charCodeAt(0) - 65] ?? '');
    return moved < 0 ? whole : whole.slice(0, -1) + String.fromCharCode(65 + moved);
  });
}

import { basename } from 'node:path';
import type { BenchmarkType } from './benchmarks';

/** A number of a file of figures. */
export interface Written {
  readonly value: number;
  /** It stands there with a percent sign. */
  readonly percent: boolean;
}

/** What a figure says, in words; `accuracy`, a share, where it is one over all rows. */
export interface Meaning {
  readonly meaning: string;
  readonly accuracy?: number;
}

const percent = (value: number, meaning = 'accuracy in percent'): Meaning => ({
  meaning,
  accuracy: value / 100,
});
const fraction = (value: number): Meaning => ({
  meaning: 'accuracy as a fraction (0 to 1)',
  accuracy: value,
});

/** What the main figure of a benchmark is where it is no accuracy, by the begin of the benchmark's name. */
const NOT_ACCURACY: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:DocVQA|InfoVQA)/,
    'mean ANLS x 100 (likeness to the gold answer, below 0.5 counted as 0), not accuracy',
  ],
  [/^(?:TextVQA|VizWiz)/, 'mean VQA score x 100 (share of annotators that agree), not accuracy'],
  [/^(?:MMVet)/, 'mean of the judge’s points (0 to 1) in percent, partial points among them; not accuracy'],
];

/** Several files call different things `Overall`: the benchmark and the file's name decide. */
export function meaningOf(
  name: string,
  { value, percent: hasSign }: Written,
  file: string,
  benchmark: string,
  type: BenchmarkType | undefined,
): Meaning {
  const own = ownMeaning(name, value, benchmark);
  if (own !== undefined) return own;
  if (name === 'tot') return { meaning: 'rows counted' };
  if (name === 'hit') return { meaning: 'rows counted as right' };
  if (name === 'prefetch') return { meaning: 'answers taken without a judge, a count' };
  if (name === 'prefetch_rate') return { meaning: 'percent of answers taken without a judge, not accuracy' };
  const main = name === 'Overall' || name === 'accuracy' || name === 'acc';
  const special = main ? NOT_ACCURACY.find(([pattern]) => pattern.test(benchmark))?.[1] : undefined;
  if (special !== undefined) return { meaning: special };
  if (name === 'acc') return value <= 1 && !hasSign && type === 'MCQ' ? fraction(value) : percent(value);
  if (main) {
    const share =
      !hasSign &&
      (type === 'MCQ' ? stemOf(file).endsWith('_acc') || value <= 1 : value <= 1 && type !== 'Y/N');
    return share ? fraction(value) : percent(value);
  }
  if (name === 'AVG' || name === 'Average') return percent(value);
  if (name === 'Final Score') return { meaning: 'answers found in the response, a count' };
  if (name === 'Final Score Norm')
    return { meaning: 'answers found in the response / 10: percent of 1,000 rows' };
  return { meaning: `${name}, as the program writes it: a part of the rows, or another measure` };
}

const stemOf = (file: string): string => basename(file).replace(/\.\w+$/, '');

/** Figures of single benchmarks. */
function ownMeaning(name: string, value: number, benchmark: string): Meaning | undefined {
  if (benchmark.startsWith('POPE')) {
    if (name === 'Overall') return { meaning: 'F1 x 100 of the answer Yes, not accuracy' };
    if (name === 'acc') return percent(value);
    return { meaning: `${name} of the answer Yes x 100` };
  }
  if (benchmark.startsWith('Hallusion')) {
    if (name === 'aAcc') return percent(value, 'accuracy over all questions in percent');
    if (name === 'fAcc') return { meaning: 'percent of figures with every question right, not accuracy' };
    if (name === 'qAcc') return { meaning: 'percent of questions right on every figure, not accuracy' };
  }
  if (/^MME(?:_|$)/.test(benchmark) && name !== 'Overall') {
    const whole = name === 'perception' || name === 'reasoning';
    return {
      meaning: `points of ${name}: accuracy in percent + percent of images with both questions right${whole ? ', summed over its tasks' : ''}; not accuracy`,
    };
  }
  if (benchmark.startsWith('AMBER')) {
    return {
      meaning:
        name === 'Avg ACC'
          ? 'mean of the categories’ accuracies in percent; not accuracy over rows'
          : `accuracy of ${name} in percent`,
    };
  }
  if (benchmark.startsWith('VSR') && name === 'f1_score')
    return { meaning: 'F1 of the answer Yes (0 to 1), not accuracy' };
  if (benchmark.startsWith('LLaVABench')) {
    return {
      meaning: `${name}: the judge’s points, relative to those of a reference answer or out of ten, x 100 or x 10; not accuracy`,
    };
  }
  return benchmark.startsWith('WeMath') ? weMath(name) : undefined;
}

function weMath(name: string): Meaning {
  if (name.startsWith('Score (Strict)')) {
    return {
      meaning: 'strict score in percent over step groups: rote memorisation counts as wrong; not accuracy',
    };
  }
  if (name.startsWith('Score (Loose)')) {
    return { meaning: 'loose score in percent over step groups: one right step is enough; not accuracy' };
  }
  return { meaning: `${name} in percent, a measure over step groups; not accuracy` };
}

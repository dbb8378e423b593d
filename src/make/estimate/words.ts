import type { MeasuredTokens } from '../../endpoints';
import { BASE_MODEL, type MadeDataset } from '../../language';
import type { SourceCount } from './sources';
import type { Tokens } from './tokens';
import { ADAPTIVE_SHARE, type Work } from './work';

export const UNKNOWN_SOURCE =
  'What it costs is not known yet: its source cannot be counted before it is read.';
export const WHAT_IS_KEPT = 'Answers that are kept from before cost nothing: this is what comes without any.';

const NOUN: Readonly<Record<MadeDataset['make']['source']['kind'], readonly [string, string]>> = {
  captions: ['caption', 'captions'],
  datasets: ['row', 'rows'],
  own: ['row', 'rows'],
  failures: ['failure', 'failures'],
};

/** What it begins with: `60 captions, 120 questions.`, or `About 20 rows (a guess: first is not made yet).`. */
export function countWords({ make }: MadeDataset, { sources, questions, unmade }: SourceCount): string {
  const [one, many] = NOUN[make.source.kind];
  const asked =
    make.source.kind === 'captions'
      ? `, ${grouped(questions)} ${questions === 1 ? 'question' : 'questions'}`
      : '';
  const count = `${grouped(sources)} ${sources === 1 ? one : many}${asked}`;
  if (unmade.length === 0) return `${count}.`;
  return `About ${count} (a guess: ${unmade.join(', ')} ${unmade.length === 1 ? 'is' : 'are'} not made yet).`;
}

const PURPOSE: Readonly<Record<Work['step'], string>> = {
  write: 'to write questions',
  check: 'to verify them',
  answer: 'to answer',
  rate: 'to measure pass rates',
};

interface ModelWork {
  readonly model: string;
  readonly works: readonly Work[];
  readonly tokens?: Tokens;
  readonly measured?: MeasuredTokens;
  readonly cost?: number;
}

/** What one model has to do and how many tokens that takes: `vlm-a: 180 requests to answer; about 90,000 tokens (...)`. */
export function modelWords({ model, works, tokens, measured, cost }: ModelWork): string {
  const name = model === BASE_MODEL ? 'The curriculum’s own model' : model;
  const parts = works.map(
    ({ requests, withImage, step }) =>
      `${grouped(requests)} requests ${PURPOSE[step]}${withImage > 0 && withImage < requests ? ` (${grouped(withImage)} with the image)` : ''}`,
  );
  if (tokens === undefined) return `${name}: ${parts.join(', ')}; on this machine, so they cost time alone.`;
  const from =
    measured === undefined
      ? 'a guess: it has not answered here yet'
      : tokens.guessed
        ? `partly a guess, partly from ${grouped(measured.answers)} earlier answers`
        : `by the means of ${grouped(measured.answers)} earlier answers`;
  const money = cost === undefined ? '' : `, at a price of about ${moneyText(cost)}`;
  return `${name}: ${parts.join(', ')}; about ${grouped(rounded(tokens.input + tokens.output))} tokens${money} (${from}).`;
}

/** What the number of rollouts rests on. */
export function rateWords(
  { make, difficulty }: MadeDataset,
  keptBefore: number | undefined,
): readonly string[] {
  if (difficulty === undefined) return [];
  const rollouts = difficulty.adaptive
    ? `up to ${difficulty.rollouts} rollouts a row, about ${Math.round(difficulty.rollouts * ADAPTIVE_SHARE)} as a guess`
    : `${difficulty.rollouts} rollouts a row`;
  const share =
    make.keep === undefined
      ? ''
      : keptBefore === undefined
        ? ', if about a third of the questions is kept (a guess)'
        : `, if ${Math.round(keptBefore * 100)} % of the questions are kept, as at the last make`;
  return [`Pass rates: ${rollouts}${share}.`];
}

/** What a person said of the questions since the last make. */
export const handWords = (questions: number): readonly string[] =>
  questions === 0
    ? []
    : [
        `${grouped(questions)} ${questions === 1 ? 'question' : 'questions'} decided by hand since the last make: that counts now.`,
      ];

/** With commas between thousands, the same in every locale. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Two digits that count: more of an estimate would be a lie. */
function rounded(value: number): number {
  if (value < 100) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

/** Prices carry no currency: it is that of the curriculum. */
export const moneyText = (cost: number): string => (cost < 0.01 ? 'less than 0.01' : cost.toFixed(2));

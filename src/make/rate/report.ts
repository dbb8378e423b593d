import { BASE_MODEL, type Difficulty } from '../../language';
import type { MakeContext, Question, Rate } from '../types';
import { samplingOf, trainingSettings } from './sampling';
import { Tally } from './tally';

/** Milliseconds between two words on how far it is. */
const PACE_MS = 300;
/** Milliseconds between two samples for a reader. */
const SAMPLE_MS = 2_000;

/** Tells how measuring goes and what came of it. */
export class Reporter {
  readonly tally: Tally;
  private told = 0;
  private sampled = 0;

  constructor(
    private readonly context: MakeContext,
    private readonly difficulty: Difficulty,
    private readonly total: number,
  ) {
    this.tally = new Tally(difficulty);
  }

  begin(): void {
    this.progress(true);
    for (const words of this.differences()) this.note('warning', ...words);
  }

  row(question: Question, rate: Rate): void {
    this.tally.add(rate);
    this.progress(false);
    const now = Date.now();
    const response = rate.predictions[0];
    const right = rate.correctness[0];
    if (response === undefined || right === null || right === undefined || now - this.sampled < SAMPLE_MS)
      return;
    this.sampled = now;
    this.context.tell({ type: 'sample', question, response, right });
  }

  /** What should be known of the rates as a whole. */
  end(): void {
    this.progress(true);
    const { rows, rollouts, saved, mean, truncated, lacking, missing, unrated } = this.tally;
    if (rows === 0) return;
    const rule =
      saved === 0
        ? ''
        : `; the adaptive rule saved ${count(saved)} of ${count(saved + rollouts)} (${percent(saved / (saved + rollouts))})`;
    const average = mean === undefined ? '' : `, mean pass rate ${percent(mean)}`;
    this.note('info', `${count(rows)} rows are rated by ${count(rollouts)} rollouts${average}${rule}.`);
    if (truncated > 0)
      this.note(
        truncated > rollouts / 10 ? 'warning' : 'info',
        `${count(truncated)} of ${count(rollouts)} rollouts were cut at the limit of tokens; they are graded as training grades them, which is mostly wrong.`,
        truncated > rollouts / 10
          ? 'Raise `max_tokens` of `difficulty` and `max_response_length` of the stages, or expect lower pass rates.'
          : undefined,
      );
    if (lacking > 0)
      this.note(
        'warning',
        `${count(missing)} rollouts of ${count(lacking)} rows are missing and count neither way${unrated === 0 ? '' : `; ${count(unrated)} rows have no pass rate at all`}.`,
        'Make the dataset again: only what is missing is asked for.',
      );
  }

  /** Where rollouts are drawn otherwise than in training: such a pass rate is of another task. */
  private differences(): readonly (readonly [words: string, hint: string])[] {
    const { curriculum, dataset } = this.context;
    const { temperature, topP, maxTokens } = samplingOf(curriculum, dataset, this.difficulty);
    const training = trainingSettings(curriculum, dataset);
    const found: (readonly [string, string])[] = [];
    const temperatures = [...new Set(training.map((settings) => settings.temperature))];
    if (!temperatures.includes(temperature))
      found.push([
        `Pass rates are measured at temperature ${temperature}, and training draws at ${temperatures.join(', ')}.`,
        'Let `temperature` of `difficulty` be that of the stages.',
      ]);
    const longest = Math.max(...training.map((settings) => settings.max_response_length));
    if (maxTokens < longest)
      found.push([
        `Rollouts are cut at ${count(maxTokens)} tokens, and training allows ${count(longest)}: what is cut counts as wrong.`,
        'Leave `max_tokens` of `difficulty` out.',
      ]);
    if (this.difficulty.by === BASE_MODEL && topP !== 1 && curriculum.engine.name === 'embedded')
      found.push([
        'The embedded model draws from all tokens: `top_p` of `difficulty` does nothing.',
        'Leave `top_p` out.',
      ]);
    return found;
  }

  private progress(now: boolean): void {
    const time = Date.now();
    if (!now && time - this.told < PACE_MS) return;
    this.told = time;
    const { rows } = this.tally;
    this.context.tell({ type: 'phase', step: 'rate', done: rows, total: this.total });
    this.context.tell({ type: 'figures', values: { rated: rows } });
  }

  private note(severity: 'info' | 'warning', words: string, hint?: string): void {
    this.context.tell({ type: 'note', severity, words, ...(hint === undefined ? {} : { hint }) });
  }
}

const count = (n: number): string => n.toLocaleString('en-US');
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

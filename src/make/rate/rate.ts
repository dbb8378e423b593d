import { EndpointError, limitsOf } from '../../endpoints';
import { BASE_MODEL, type Difficulty } from '../../language';
import { Digests } from '../digests';
import { inFlight } from '../in-flight';
import { Journal } from '../journal';
import type { MakeContext, Question, Rate } from '../types';
import { rollOutBase, type Row } from './base';
import { readEarlier, type Earlier } from './earlier';
import { rollOut } from './endpoint';
import { rateFile } from './file';
import { Grader } from './grader';
import { hasAnswer, keptQuestions } from './kept';
import { openPrompt, type OpenPrompt } from './prompt';
import { rateKey } from './rate-of';
import { Reporter } from './report';
import { Rollouts } from './rollouts';
import { samplingOf, type Sampling } from './sampling';

/** Rows whose rollouts are asked for at a time, for each request that the endpoint takes at once. */
const ROWS_A_PLACE = 2;
/** Requests in flight where the curriculum does not say. */
const CONCURRENCY = 8;
/** Rows in a row that may go without a single rollout before the step is given up. */
const MOST_IN_A_ROW = 20;
/** Rows that the curriculum's own model is asked about before their rollouts leave the memory. */
const BASE_SLICE = 4_096;
/** Seeds of one recipe lie apart from those of the next. */
const SEEDS = 1_000;

/**
 * Measures the pass rate of every kept row: rollouts by `difficulty.by` under the prompt and the limits of training,
 * graded with the reward of training. Answers with the rate file, a journal of `Rate`: rows that it holds already are not
 * asked again, those of which rollouts are missing are; rows without an answer get no rate. Rejects with an `EndpointError` or `MakeError` when the model
 * cannot be asked, with a `RewardError` when the reward does not work, and with the signal's reason; what was measured
 * stays.
 */
export async function rateRows(context: MakeContext, kept: string): Promise<{ readonly path: string }> {
  const { curriculum, made, signal } = context;
  const { difficulty } = made;
  if (difficulty === undefined) throw new Error('The recipe asks for no pass rates.');
  const prompt = await openPrompt(curriculum);
  const path = await rateFile(context, difficulty, prompt);
  const wanted = new Digests();
  let without = 0;
  for await (const question of keptQuestions(kept, signal))
    if (hasAnswer(question)) wanted.add(rateKey(question.id, question.shown));
    else without += 1;
  if (without > 0) tellWithout(context, without);
  const report = new Reporter(context, difficulty, wanted.size);
  const earlier = await readEarlier(path, wanted, difficulty, report.tally, signal);
  report.begin();
  if (earlier.done.size < wanted.size) {
    const grader = await Grader.open(curriculum.reward);
    const journal = new Journal<Rate>(path);
    try {
      await rate({ context, difficulty, prompt, earlier, grader, journal, report }, kept);
    } finally {
      journal.close();
      await grader.close();
    }
  }
  report.end();
  return { path };
}

interface Work {
  readonly context: MakeContext;
  readonly difficulty: Difficulty;
  readonly prompt: OpenPrompt;
  readonly earlier: Earlier;
  readonly grader: Grader;
  readonly journal: Journal<Rate>;
  readonly report: Reporter;
}

async function rate(work: Work, kept: string): Promise<void> {
  const { context, difficulty } = work;
  const { curriculum, dataset, made } = context;
  const sampling = samplingOf(curriculum, dataset, difficulty);
  // Seeds of servers are 32 bits wide.
  const seed = (Math.abs(made.make.seed) % 1_000_000) * SEEDS;
  const open = openRows(work, kept);
  await (difficulty.by === BASE_MODEL
    ? byBase(work, open, sampling, seed)
    : byEndpoint(work, open, sampling, seed));
}

function tellWithout({ dataset, tell }: MakeContext, rows: number): void {
  const count = rows === 1 ? 'One row' : `${rows.toLocaleString('en-US')} rows`;
  tell({
    type: 'note',
    severity: 'warning',
    words: `${count} of ${dataset} ${rows === 1 ? 'has' : 'have'} no answer and so no pass rate: no rollout could be right.`,
    hint: 'Give them one, or leave them out.',
  });
}

/** Rows that are not done, each with what an earlier make got of it. */
async function* openRows({ context, earlier }: Work, kept: string): AsyncGenerator<Row> {
  for await (const question of keptQuestions(kept, context.signal)) {
    const key = rateKey(question.id, question.shown);
    if (!hasAnswer(question) || earlier.done.has(key)) continue;
    yield { question, rollouts: new Rollouts(question, earlier.begun.get(key)) };
    earlier.begun.delete(key);
  }
}

async function byEndpoint(
  work: Work,
  rows: AsyncIterable<Row>,
  sampling: Sampling,
  seed: number,
): Promise<void> {
  const { context, difficulty, prompt, grader } = work;
  const { curriculum, signal } = context;
  const chat = context.chat(difficulty.by);
  const places = limitsOf(curriculum, difficulty.by).concurrency ?? CONCURRENCY;
  const parts = { chat, prompt: prompt.messages, sampling, difficulty, grader, seed, signal };
  let inARow = 0;
  await inFlight(
    rows,
    places * ROWS_A_PLACE,
    async ({ question, rollouts }) => {
      const before = rollouts.graded;
      const error = await rollOut(question, rollouts, parts);
      put(work, question, rollouts);
      inARow = rollouts.graded > before ? 0 : inARow + 1;
      if (inARow < MOST_IN_A_ROW || error === undefined) return;
      throw new EndpointError(
        error.fault,
        `${chat.model.title} gave no rollout to ${inARow} rows one after another: ${error.message}`,
        error.hint,
        error.status,
      );
    },
    signal,
  );
}

async function byBase(work: Work, rows: AsyncIterable<Row>, sampling: Sampling, seed: number): Promise<void> {
  const { context, difficulty, grader, journal } = work;
  const onRound = ({ question, rollouts }: Row, last: boolean): void => {
    if (last) put(work, question, rollouts);
    else journal.append(rollouts.rate());
  };
  const parts = { context, sampling, difficulty, grader, seed, onRound };
  let slice: Row[] = [];
  for await (const row of rows) {
    slice.push(row);
    if (slice.length < BASE_SLICE) continue;
    await rollOutBase(slice, parts);
    slice = [];
  }
  await rollOutBase(slice, parts);
}

/** A row has all it gets in this make. */
function put({ journal, report }: Work, question: Question, rollouts: Rollouts): void {
  const line = rollouts.rate();
  journal.append(line);
  report.row(question, line);
}

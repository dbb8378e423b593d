import { DataError, type DataEngine, type DataSource, type Sample } from '../data';
import type { CheckedCurriculum, Curriculum } from '../language';
import type { Place, Problem } from '../protocol';
import { openReward, type Reward } from '../rewards';
import { planProblem } from './problems';
import { linePlace, rowLines } from './row-lines';
import type { PlannedSource, PlannedStage } from './types';
import { count } from './words';

interface GoldInput {
  readonly checked: CheckedCurriculum;
  readonly curriculum: Curriculum;
  readonly stages: readonly PlannedStage[];
  readonly data: DataEngine;
  /** Files that need no second look, because another variant had it; added to. */
  readonly seen?: Set<string>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** Rows looked at, at most, of each data file: the first that the stage takes. */
export const GOLD_ROWS = 2000;
/** Rows shown beside the first. */
const SHOWN = 3;
const LONGEST_SHOWN = 60;

/**
 * SC380: answers every row with its own gold answer and scores it. What gets less than full accuracy can never be
 * right in training. Only built-in rewards: a check runs nothing of the user's.
 */
export async function checkGold(input: GoldInput): Promise<readonly Problem[]> {
  const { curriculum } = input;
  if (curriculum.reward.kind !== 'builtin') return [];
  const reward = await openReward(curriculum.reward).catch(() => undefined);
  if (reward === undefined) return [];
  try {
    const { problems } = await tryGold({ ...input, reward, respond: idealResponse, mostRows: GOLD_ROWS });
    return problems;
  } finally {
    await reward.close();
  }
}

export interface GoldTrialInput extends GoldInput {
  readonly reward: Pick<Reward, 'name' | 'score'>;
  /** The response to a row that should get everything. */
  readonly respond: (gold: string) => string;
  /** Rows tried of each data file, at most. */
  readonly mostRows: number;
  /** Time, in milliseconds since 1970, at which no further batch is begun. */
  readonly deadline?: number;
}

/** What a trial of gold answers found; `tried` of `rows` when the deadline came first. */
export interface GoldTrialResult {
  readonly tried: number;
  readonly rows: number;
  readonly problems: readonly Problem[];
}

/**
 * SC380, SC390: scores the gold answers of all rows that the stages train on by reinforcement learning, each file once.
 * Rejects with what the reward rejects with.
 */
export async function tryGold(input: GoldTrialInput): Promise<GoldTrialResult> {
  const { curriculum, stages } = input;
  const sources = new Map<string, PlannedSource>();
  for (const stage of stages.filter(({ settings }) => settings.method === 'grpo')) {
    for (const source of stage.sources) {
      const key = JSON.stringify([curriculum.reward, source.path, source.columns.answer, source.where]);
      if (input.seen?.has(key) === true) continue;
      input.seen?.add(key);
      sources.set(key, source);
    }
  }
  const problems: Problem[] = [];
  let [done, tried, rows] = [0, 0, 0];
  for (const source of sources.values()) {
    input.signal?.throwIfAborted();
    rows += Math.min(source.rowsAfter, input.mostRows);
    const found = await checkSource(input, source);
    problems.push(...found.problems);
    tried += found.tried;
    input.onProgress?.((done += 1), sources.size, 'gold answers');
  }
  return { tried, rows, problems };
}

interface BadGold {
  /** Number in the file, from 1. */
  readonly row: number;
  readonly gold: string;
  /** The answer counts as right, and only its form does not. */
  readonly formOnly: boolean;
}

/** Answers scored in one call: a Python reward is another process. */
const BATCH = 64;

async function checkSource(
  input: GoldTrialInput,
  source: PlannedSource,
): Promise<{ readonly tried: number; readonly problems: readonly Problem[] }> {
  const { checked, data, signal, deadline = Infinity } = input;
  const bad: BadGold[] = [];
  let tried = 0;
  let waiting: Sample[] = [];
  const flush = async (): Promise<void> => {
    bad.push(...(await badOf(input, waiting)));
    tried += waiting.length;
    waiting = [];
  };
  const query = {
    source: answersOnly(source),
    ...(source.where === undefined ? {} : { where: source.where }),
  };
  try {
    for await (const sample of data.samples(query, { limit: input.mostRows })) {
      signal?.throwIfAborted();
      // A row without an answer is the data layer's to report.
      if (sample.answer === '') continue;
      waiting.push(sample);
      if (waiting.length < BATCH) continue;
      await flush();
      if (Date.now() >= deadline) break;
    }
    if (waiting.length > 0) await flush();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return {
      tried,
      problems: [{ ...error.problem, place: checked.locate(['datasets', source.dataset, source.split]) }],
    };
  }
  return { tried, problems: await problemOf(input, source, bad, tried) };
}

async function badOf(
  { reward, respond }: GoldTrialInput,
  samples: readonly Sample[],
): Promise<readonly BadGold[]> {
  if (samples.length === 0) return [];
  const scores = await reward.score(
    samples.map(({ answer }) => {
      const response = respond(answer);
      return { response, responseLength: response.length, groundTruth: answer };
    }),
  );
  return samples.flatMap((sample, index) => {
    const score = scores[index];
    if (score !== undefined && score.overall >= FULL) return [];
    const formOnly = score?.accuracy !== undefined && score.accuracy >= FULL;
    return [{ row: rowOf(sample), gold: sample.answer, formOnly }];
  });
}

const FULL = 1 - 1e-9;

async function problemOf(
  { checked, reward, respond }: GoldTrialInput,
  source: PlannedSource,
  bad: readonly BadGold[],
  tried: number,
): Promise<readonly Problem[]> {
  const [first, ...others] = bad;
  if (first === undefined) return [];
  const all = bad.length === tried;
  if (all && bad.every(({ formOnly }) => formOnly)) {
    return [
      planProblem(
        'SC390',
        `The reward \`${reward.name}\` calls every gold answer of \`${source.dataset}\` right and its form wrong (${count(tried, 'row')} tried), such as ${JSON.stringify(respond(first.gold)).slice(0, 200)}`,
        checked.locate(['prompt']),
        { hint: 'Let the prompt ask for the form that the reward looks for.' },
      ),
    ];
  }
  const shownRows = [first, ...others.slice(0, SHOWN)];
  const lines = await rowLines(source, shownRows.at(-1)?.row ?? 0);
  const place = ({ row }: BadGold): Place => linePlace(source.path, lines.get(row));
  const subject = all ? 'every gold answer' : count(bad.length, 'gold answer');
  const among = all ? `${count(tried, 'row')} tried` : `of ${count(tried, 'row')} tried`;
  return [
    planProblem(
      'SC380',
      `The reward \`${reward.name}\` scores ${subject} of \`${source.dataset}\` below 1 (${among}), such as ${shown(first)}`,
      place(first),
      {
        severity: all ? 'error' : 'warning',
        hint: all
          ? 'Choose another `reward`, or another column for `answer`.'
          : 'Write the answers in a form the reward compares, or leave the rows out with `where`.',
        related: [
          ...shownRows.slice(1).map((other) => ({ place: place(other), message: `also ${shown(other)}` })),
          { place: checked.locate(['datasets', source.dataset, 'train']), message: 'the file is named here' },
        ],
      },
    ),
  ];
}

/** Only the answer is read; without an id column of its own, a sample's id ends in the number of its row. */
function answersOnly(source: PlannedSource): DataSource {
  const { dataset, capability, split, path, format, images, columns } = source;
  const { id: _id, images: _images, ...others } = columns;
  return { dataset, capability, split, path, format, images, columns: others };
}

const rowOf = ({ id }: Sample): number => Number(id.slice(id.lastIndexOf(':') + 1));

/** The best possible response to a row: a closed trace and the gold answer in one box. */
export const idealResponse = (gold: string): string => `<think>\n</think>\n\\boxed{${gold}}`;

const shown = ({ row, gold }: BadGold): string =>
  `\`${gold.length > LONGEST_SHOWN ? `${gold.slice(0, LONGEST_SHOWN)}…` : gold}\` in row ${count(row)}`;

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
  const { curriculum, stages } = input;
  if (curriculum.reward.kind !== 'builtin') return [];
  const sources = new Map<string, PlannedSource>();
  for (const stage of stages.filter(({ settings }) => settings.method === 'grpo')) {
    for (const source of stage.sources) {
      const key = JSON.stringify([curriculum.reward, source.path, source.columns.answer, source.where]);
      if (input.seen?.has(key) === true) continue;
      input.seen?.add(key);
      sources.set(key, source);
    }
  }
  const reward = await openReward(curriculum.reward).catch(() => undefined);
  if (reward === undefined) return [];
  const problems: Problem[] = [];
  let done = 0;
  try {
    for (const source of sources.values()) {
      input.signal?.throwIfAborted();
      problems.push(...(await checkSource(input, source, reward)));
      input.onProgress?.((done += 1), sources.size, 'gold answers');
    }
    return problems;
  } finally {
    await reward.close();
  }
}

interface BadGold {
  /** Number in the file, from 1. */
  readonly row: number;
  readonly gold: string;
}

async function checkSource(
  { checked, data, signal }: GoldInput,
  source: PlannedSource,
  reward: Reward,
): Promise<readonly Problem[]> {
  const bad: BadGold[] = [];
  let tried = 0;
  const query = {
    source: answersOnly(source),
    ...(source.where === undefined ? {} : { where: source.where }),
  };
  try {
    for await (const sample of data.samples(query, { limit: GOLD_ROWS })) {
      signal?.throwIfAborted();
      // A row without an answer is the data layer's to report.
      if (sample.answer === '') continue;
      tried += 1;
      if (!(await scoresFull(sample, reward))) bad.push({ row: rowOf(sample), gold: sample.answer });
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return [{ ...error.problem, place: checked.locate(['datasets', source.dataset, source.split]) }];
  }
  const [first, ...others] = bad;
  if (first === undefined) return [];
  const shownRows = [first, ...others.slice(0, SHOWN)];
  const lines = await rowLines(source, shownRows.at(-1)?.row ?? 0);
  const place = ({ row }: BadGold): Place => linePlace(source.path, lines.get(row));
  const all = bad.length === tried;
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

async function scoresFull(sample: Sample, reward: Reward): Promise<boolean> {
  const response = idealResponse(sample.answer);
  const [score] = await reward.score([
    { response, responseLength: response.length, groundTruth: sample.answer },
  ]);
  return score !== undefined && score.overall >= 1 - 1e-9;
}

const shown = ({ row, gold }: BadGold): string =>
  `\`${gold.length > LONGEST_SHOWN ? `${gold.slice(0, LONGEST_SHOWN)}…` : gold}\` in row ${count(row)}`;

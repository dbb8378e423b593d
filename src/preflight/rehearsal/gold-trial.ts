import { dirname, relative } from 'node:path';
import { DataError, type DataEngine } from '../../data';
import type { CheckedCurriculum } from '../../language';
import type { Plan } from '../../plan';
import type { LaunchRequest, Problem } from '../../protocol';
import { openReward, RewardError, type Reward } from '../../rewards';
import { counted } from '../figures';
import { goldResponse, promptText } from './gold';

/** What a Python reward gives the gold answer of a row. */
export interface GoldTrial {
  readonly stage: string;
  readonly row: string;
  readonly gold: string;
  readonly response: string;
  readonly overall: number;
}

/** Rows of each source of a stage that are tried. */
const ROWS = 4;
/** Longest wait for the score of one answer: somebody watches, and one that takes so long would never train. */
const PATIENCE_SECONDS = 20;

interface GoldInput {
  readonly checked: CheckedCurriculum;
  /** Of the rehearsal. */
  readonly plan: Plan;
  readonly stages: LaunchRequest['stages'];
  readonly data: DataEngine;
  readonly signal?: AbortSignal;
  /** Told each second for how long the reward has not answered. */
  readonly onWait?: (what: string, seconds: number) => void;
}

/**
 * Scores the gold answers of the first rows of each stage that is to be rehearsed with the curriculum's own Python
 * reward, before anything is started: a function that fails is an error, one that gives them less than 1 a warning.
 * Nothing for a built-in reward, whose gold answers the plan has checked.
 */
export async function tryRewardOnGold(
  input: GoldInput,
): Promise<{ readonly gold: readonly GoldTrial[]; readonly problems: readonly Problem[] }> {
  const { checked, plan } = input;
  const ref = plan.curriculum.reward;
  if (ref.kind === 'builtin') return { gold: [], problems: [] };
  let reward: Reward | undefined;
  try {
    const from = relative(dirname(plan.curriculum.file), ref.path).replaceAll('\\', '/');
    const told = waitTeller(`waiting for the reward function ${from}:${ref.function}`, input.onWait);
    const opened = await told(openReward(ref, { timeoutSeconds: PATIENCE_SECONDS }));
    reward = opened;
    const gold = await trials(input, { score: (batch) => told(opened.score(batch)) });
    const wrong = gold.filter((one) => !isRight(one));
    return { gold, problems: wrong.length === 0 ? [] : [belowOne(checked, ref.function, gold, wrong)] };
  } catch (error) {
    if (error instanceof DataError) return { gold: [], problems: [error.problem] };
    if (!(error instanceof RewardError)) throw error;
    const { code, message, hint = 'Mend the reward function.' } = error;
    const place = error.place ?? checked.locate(['reward']);
    return { gold: [], problems: [{ code, severity: 'error', message, place, hint }] };
  } finally {
    await reward?.close();
  }
}

/** Whether a gold answer got everything. */
export const isRight = ({ overall }: GoldTrial): boolean => overall >= 1 - 1e-9;

/** Tells each second that something has not come yet. */
const waitTeller =
  (what: string, onWait: GoldInput['onWait']) =>
  async <T>(work: Promise<T>): Promise<T> => {
    let seconds = 0;
    const timer = setInterval(() => onWait?.(what, (seconds += 1)), 1000);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  };

async function trials(
  { plan, stages, data, signal }: GoldInput,
  reward: Pick<Reward, 'score'>,
): Promise<readonly GoldTrial[]> {
  const prompt = await promptText(plan);
  const found: GoldTrial[] = [];
  for (const stage of chosen(plan, stages)) {
    if (stage.settings.method === 'sft') continue;
    for (const { where, ...source } of stage.sources) {
      const query = { source, ...(where === undefined ? {} : { where }) };
      for await (const { id, answer } of data.samples(query, { limit: ROWS })) {
        signal?.throwIfAborted();
        const response = goldResponse(answer, prompt);
        const [score] = await reward.score([
          { response, responseLength: response.length, groundTruth: answer },
        ]);
        const overall = score?.overall ?? Number.NaN;
        found.push({ stage: stage.id, row: id, gold: answer, response, overall });
      }
    }
  }
  return found;
}

function chosen({ stages }: Plan, choice: LaunchRequest['stages']): Plan['stages'] {
  if (choice === undefined) return stages;
  const wanted = 'only' in choice ? choice.only : choice.from;
  const at = stages.findIndex(({ id }) => id === wanted);
  return at === -1 ? [] : stages.slice(at, 'only' in choice ? at + 1 : undefined);
}

const LONGEST = 80;

function belowOne(
  checked: CheckedCurriculum,
  name: string,
  gold: readonly GoldTrial[],
  [first, ...others]: readonly GoldTrial[],
): Problem {
  const response = first?.response ?? '';
  const short = response.length > LONGEST ? `${response.slice(0, LONGEST)}…` : response;
  const example = `such as ${JSON.stringify(short)} of row ${first?.row ?? ''} in \`${first?.stage ?? ''}\`: ${first?.overall ?? ''}`;
  return {
    code: 'SC380',
    severity: 'warning',
    message: `The reward \`${name}\` scores ${counted(others.length + 1, 'gold answer')} of ${gold.length} tried below 1, ${example}`,
    place: checked.locate(['reward']),
    hint: 'Mend the function, the prompt that it goes by, or the column for `answer`.',
  };
}

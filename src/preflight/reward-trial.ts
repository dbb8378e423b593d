import { basename } from 'node:path';
import { readRegularText, type DataEngine } from '../data';
import type { CheckedCurriculum } from '../language';
import { tryGold, type GoldTrialResult, type Plan, type PlannedStage } from '../plan';
import { isError } from '../protocol';
import { checkReward, goldResponse, openReward, RewardError, type Reward } from '../rewards';
import { promptText } from './rehearsal/gold';

interface RewardTrialInput {
  readonly checked: CheckedCurriculum;
  readonly plan: Plan;
  /** Of the plan, those that are to be run. */
  readonly stages: readonly PlannedStage[];
  readonly data: DataEngine;
  /** For all rows together; default 60. A batch that takes longer than 20 is given up. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** What a Python reward gave to the gold answers of the rows, as far as time allowed. */
export interface RewardTrial extends GoldTrialResult {
  /** `math.py:compute_score`. */
  readonly name: string;
}

const SECONDS = 60;
/** Longest wait for the scores of one batch. */
const PATIENCE_SECONDS = 20;

/**
 * Scores the gold answer of every row, in the form that the prompt asks for, with the curriculum's own Python reward:
 * each must get 1. It runs the user's Python, so it is for a trusted workspace, before a start or on request, never
 * while somebody types. Nothing for a built-in reward, which every check tries.
 */
export async function tryReward(input: RewardTrialInput): Promise<RewardTrial | undefined> {
  const { checked, plan, stages, data, seconds = SECONDS, signal, onProgress } = input;
  const ref = plan.curriculum.reward;
  if (ref.kind === 'builtin') return undefined;
  // What its text alone shows to be wrong is told by every check, and better than by its failing.
  const shown = await checkReward(ref, checked.locate(['reward']), readRegularText);
  if (shown.some(isError)) return undefined;
  const name = `${basename(ref.path)}:${ref.function}`;
  let reward: Reward | undefined;
  try {
    reward = await openReward(ref, { timeoutSeconds: Math.min(PATIENCE_SECONDS, seconds) });
    const prompt = await promptText(plan);
    const found = await tryGold({
      checked,
      curriculum: plan.curriculum,
      stages,
      data,
      seen: new Set(),
      reward,
      respond: (gold) => goldResponse(gold, prompt),
      mostRows: Number.MAX_SAFE_INTEGER,
      deadline: Date.now() + seconds * 1000,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return { name, ...found };
  } catch (error) {
    if (!(error instanceof RewardError)) throw error;
    const { code, message, hint = 'Mend the reward function.' } = error;
    // What no line of the file is to blame for is told where the function is named.
    const place = error.place?.range === undefined ? checked.locate(['reward']) : error.place;
    return { name, tried: 0, rows: 0, problems: [{ code, severity: 'error', message, place, hint }] };
  } finally {
    await reward?.close();
  }
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStep } from './follow/metric-line';
import { isRecord } from './follow/python-json';

const FILE = 'easyr1-told.json';

/** What the companion has told of a stage, over all its attempts: a restarted one neither repeats nor leaves out. */
export interface Told {
  /** The last training step, the last validated step, the last step with samples; -1: none. */
  readonly step: number;
  readonly validated: number;
  readonly sampled: number;
  /** Steps of checkpoints. */
  readonly checkpoints: readonly number[];
  /** The job on a cluster that is followed, how much of its output is passed on, and what was said of its start. */
  readonly job?: {
    readonly id: string;
    /** Characters. */
    readonly passed: number;
    readonly firstStep?: number;
    /** Its end was told, too. */
    readonly ended?: boolean;
  };
  /** False: scores of checkpoints mean nothing. */
  readonly validates: boolean;
}

export const NOTHING_TOLD: Told = {
  step: -1,
  validated: -1,
  sampled: -1,
  checkpoints: [],
  validates: true,
};

/** What was told of the steps from `firstStep` on is void: they are trained again. */
export const toldBefore = (told: Told, firstStep: number): Told => ({
  ...told,
  step: Math.min(told.step, firstStep - 1),
  validated: Math.min(told.validated, firstStep - 1),
  sampled: Math.min(told.sampled, firstStep - 1),
  checkpoints: told.checkpoints.filter((step) => step < firstStep),
});

/** Reads the notes of a stage folder; whatever is wrong with them, nothing was told then. */
export async function readTold(stageDir: string): Promise<Told> {
  try {
    const value: unknown = JSON.parse(await readFile(join(stageDir, FILE), 'utf8'));
    if (!isRecord(value)) return NOTHING_TOLD;
    const { step, validated, sampled, checkpoints, job, validates } = value;
    return {
      step: isStep(step) ? step : -1,
      validated: isStep(validated) ? validated : -1,
      sampled: isStep(sampled) ? sampled : -1,
      checkpoints: Array.isArray(checkpoints) ? checkpoints.filter(isStep) : [],
      ...jobOf(job),
      validates: validates !== false,
    };
  } catch {
    return NOTHING_TOLD;
  }
}

function jobOf(value: unknown): Pick<Told, 'job'> {
  if (!isRecord(value)) return {};
  const { id, passed, firstStep, ended } = value;
  if (typeof id !== 'string' || !isStep(passed)) return {};
  return {
    job: {
      id,
      passed,
      ...(isStep(firstStep) ? { firstStep } : {}),
      ...(ended === true ? { ended } : {}),
    },
  };
}

/** Replaces the notes; a full disk must not end the training, which is followed all the same. */
export async function writeTold(stageDir: string, told: Told): Promise<void> {
  const path = join(stageDir, FILE);
  try {
    await writeFile(`${path}.part`, `${JSON.stringify(told)}\n`);
    await rename(`${path}.part`, path);
  } catch {
    // The next one may succeed; else a restart repeats what it cannot know of.
  }
}

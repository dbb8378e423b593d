import { join } from 'node:path';
import type { Checkpoint } from '../engine';
import { validationScores } from './companion/follow/kept-logs';
import { savedSteps } from './companion/follow/tracker';
import { readTold } from './companion/told';

/**
 * Complete checkpoints of a stage that EasyR1 has trained, oldest first. The score is the mean reward of a validation
 * at that very step, which is what EasyR1 keeps its best checkpoint by; one that was saved at a step without
 * validation has none, nor has any of a stage without validation rows.
 */
export async function easyr1Checkpoints(stageDir: string): Promise<readonly Checkpoint[]> {
  const output = join(stageDir, 'checkpoints');
  const [saved, scores, { validates }] = await Promise.all([
    savedSteps(output),
    validationScores(output),
    readTold(stageDir),
  ]);
  return saved.map(({ step, path }) => {
    const score = validates ? scores.get(step) : undefined;
    return { step, path, ...(score === undefined ? {} : { score }) };
  });
}

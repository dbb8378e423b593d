import { trainingGraph, type ModelConfig, type Objective } from '../model';
import type { Results, Runtime } from '../runtime/runtime';
import type { Feed } from '../runtime/runtime';
import type { Sequence } from '../sequence';
import { sequenceFeeds, tokenValues, type MicroBatch } from './micro-batches';

/** Runs one pass of the objective's graph. */
export function runPass(
  runtime: Runtime,
  config: ModelConfig,
  theta: Float32Array,
  objective: Objective,
  pass: MicroBatch,
  batch: readonly Sequence[],
  extra: Readonly<Record<string, Feed>> = {},
): Promise<Results> {
  const { rows, length, images } = pass.shape;
  return runtime.run(
    `train ${rows} ${length} ${images} ${JSON.stringify(objective)}`,
    () => trainingGraph(config, pass.shape, objective),
    { theta: { floats: theta, shape: [theta.length] }, ...sequenceFeeds(config, pass, batch), ...extra },
  );
}

/** Log-probabilities of the response tokens under `theta`, one list a sequence. */
export async function logProbabilities(
  runtime: Runtime,
  config: ModelConfig,
  theta: Float32Array,
  temperature: number,
  passes: readonly MicroBatch[],
  batch: readonly Sequence[],
): Promise<readonly (readonly number[])[]> {
  const result: (readonly number[])[] = batch.map(() => []);
  for (const pass of passes) {
    const values = await runPass(runtime, config, theta, { kind: 'score', temperature }, pass, batch);
    tokenValues(pass, batch, values('logp')).forEach((logp, row) => {
      const member = pass.members[row];
      if (member !== undefined) result[member] = logp;
    });
  }
  return result;
}

/** Adds `part` to `sum` in place. */
export function accumulate(sum: Float32Array, part: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (part[i] ?? 0);
}

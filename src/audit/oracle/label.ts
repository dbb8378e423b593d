import type { Prediction } from '../../protocol';
import { contradiction } from './contradict';
import { observationsOf } from './observe';
import { parseScene, type Scene } from './scene';

export const ORACLE_LABELS = ['perception', 'reasoning', 'unclear'] as const;
export type OracleName = (typeof ORACLE_LABELS)[number];

/** What the scene's truth says of an item's wrong samples. */
export interface OracleLabel {
  /** The label of most wrong samples that are clear; `unclear` on a tie or when none is. */
  readonly label: OracleName;
  readonly counts: Readonly<Record<OracleName, number>>;
  /** A false observation and what the scene says. */
  readonly example?: { readonly said: string; readonly truth: string };
}

/**
 * Why a wrong trace is wrong: `perception` when an observation that it states contradicts the scene, `reasoning` when
 * all are true and the answer is wrong all the same, `unclear` when it states none.
 */
export function judgeTrace(
  trace: string,
  scene: Scene,
): { readonly label: OracleName; readonly said?: string; readonly truth?: string } {
  const observations = observationsOf(trace);
  for (const observation of observations) {
    const truth = contradiction(observation, scene);
    if (truth !== undefined) return { label: 'perception', said: observation.quote, truth };
  }
  return { label: observations.length > 0 ? 'reasoning' : 'unclear' };
}

/** The oracle's label of an item, from its samples under the image; absent when nothing is wrong or no truth known. */
export function oracleOf(prediction: Prediction, right: readonly boolean[]): OracleLabel | undefined {
  if (prediction.images.length === 0 || right.every(Boolean)) return undefined;
  const scene = parseScene(prediction.scene);
  if (scene === undefined) return undefined;
  const counts = { perception: 0, reasoning: 0, unclear: 0 };
  let example: OracleLabel['example'];
  prediction.samples.forEach((sample, i) => {
    if (right[i] === true) return;
    const { label, said, truth } = judgeTrace(sample.text, scene);
    counts[label] += 1;
    if (said !== undefined && truth !== undefined) example ??= { said, truth };
  });
  const label =
    counts.perception > counts.reasoning
      ? 'perception'
      : counts.reasoning > counts.perception
        ? 'reasoning'
        : 'unclear';
  return { label, counts, ...(example === undefined ? {} : { example }) };
}

import type { Arm, Prediction } from '../../protocol';
import { itemKey } from '../items';
import { readPredictions } from '../predictions/read';

/** The texts of one item, all arms; what grading left in the predictions file. */
export type ItemTexts = Readonly<Partial<Record<Arm, Prediction>>>;

/** Reads the texts of the given items again from the predictions file. */
export async function loadTexts(
  file: string,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ItemTexts>> {
  const texts = new Map<string, ItemTexts>();
  await readPredictions(file, (prediction) => {
    const key = itemKey(prediction);
    if (keys.has(key)) texts.set(key, { ...texts.get(key), [prediction.arm]: prediction });
  });
  return texts;
}

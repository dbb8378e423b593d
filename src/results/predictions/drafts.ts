import type { ReadContext } from '../read';
import { warn } from '../notes';
import type { ResultItem } from '../types';
import { gradedAnswers, itemOfPrediction } from './item';
import { indexPredictions, predictionBatches } from './read';
import { counted } from '../text/words';

/** Items of a predictions file of ours: its image arm. */
export async function* readOwn({
  found,
  options,
  notes,
}: ReadContext): AsyncGenerator<readonly ResultItem[], void, undefined> {
  const { source, model } = found;
  const { faults, ...index } = await indexPredictions(source, options.signal);
  for await (const batch of predictionBatches(source, { broken: 0 }, options.signal)) {
    yield batch.flatMap((one) => {
      const { prediction, line } = one;
      if (prediction.arm !== 'image' || !index.counts(one)) return [];
      return [itemOfPrediction(prediction, gradedAnswers(prediction), { source, line, model })];
    });
  }
  if (faults.broken > 0) {
    warn(
      notes,
      'SC362',
      source,
      `${counted(faults.broken, 'line is no prediction and was', 'lines are no predictions and were')} left out (${faults.reason ?? ''})`,
    );
  }
  if (faults.repeated > 0) {
    warn(
      notes,
      'SC363',
      source,
      `${counted(faults.repeated, 'row stands', 'rows stand')} there again in the same arm; the last counts`,
    );
  }
  if (faults.withoutImageArm > 0) {
    warn(
      notes,
      'SC362',
      source,
      `${counted(faults.withoutImageArm, 'row has no answer from the image and was', 'rows have no answer from the image and were')} left out`,
    );
  }
}

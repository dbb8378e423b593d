import type { Curve, SeriesAnswer, SeriesRequest } from '../../protocol';
import type { RunStore } from '../store/run-store';
import type { StageOffset } from './offsets';
import { downsample, type Segment } from './downsample';

/** The asked part of the asked curves. A metric that the run does not have gives an empty curve. */
export function answerSeries(
  request: SeriesRequest,
  store: RunStore,
  offsets: readonly StageOffset[],
  revision: number,
): SeriesAnswer {
  const curves = request.metrics.map((metric) => curveOf(metric, request, store, offsets));
  return { run: request.run, revision, curves };
}

function curveOf(
  metric: string,
  { axis, from, to, buckets, smoothing }: SeriesRequest,
  store: RunStore,
  offsets: readonly StageOffset[],
): Curve {
  const segments = offsets.flatMap(({ stage, offset }): readonly Segment[] => {
    const column = store.stages.get(stage)?.columns.get(metric);
    if (column === undefined || column.length === 0) return [];
    const { steps, seconds, values, smooth } = column.points(axis, smoothing);
    return [
      {
        x: axis === 'step' ? steps : seconds,
        shift: axis === 'step' ? offset : 0,
        values,
        ...(smooth === undefined ? {} : { smooth }),
      },
    ];
  });
  return { metric, ...downsample(segments, from, to, buckets) };
}

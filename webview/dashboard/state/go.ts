import type { RunDetail } from '../../../src/protocol/runs';
import { stagePlaces } from '../curves/places';
import type { Model } from './model';

/** Shows the curves of one stage: the range is zoomed to it. */
export function showStage(model: Model, detail: RunDetail, stage: string): void {
  const { axis } = model.state.get();
  const place = stagePlaces(detail, axis).find(({ id }) => id === stage);
  if (place === undefined || place.to <= place.from) return;
  model.change({ tab: 'curves', zoom: [place.from, place.to] });
}

/** Shows a step of a stage on the curves: the crosshair stands there, and the range holds it. */
export function showStep(model: Model, detail: RunDetail, stage: string, step: number): void {
  const offset = detail.stages.find(({ id }) => id === stage)?.offset;
  if (offset === undefined) return;
  const x = offset + step;
  const { zoom, axis } = model.state.get();
  if (axis !== 'step' || (zoom !== undefined && (x < zoom[0] || x > zoom[1]))) model.resetZoom();
  model.change({ tab: 'curves', axis: 'step' });
  model.pointed.set(undefined);
  model.cursor.set(x);
}

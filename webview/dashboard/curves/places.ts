import type { Axis, Mark, RunDetail, StageDetail } from '../../../src/protocol/runs';
import { formatCount, formatNumber } from '../../kit/format';

/** Where a stage lies on the axis. */
export interface StagePlace {
  readonly id: string;
  readonly capability: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** Something that happened, at a place on the axis. */
export interface MarkPlace {
  readonly x: number;
  readonly kind: Mark['kind'];
  readonly text: string;
}

/** The one capability of a stage's rows; nothing when they have several. */
const capabilityOf = ({ capabilities }: StageDetail): string | undefined =>
  capabilities.length === 1 ? capabilities[0] : undefined;

/** The stages of a run that have a part of the axis, in order. A stage that has not begun has none in time. */
export function stagePlaces(
  { stages, extent }: Pick<RunDetail, 'stages' | 'extent'>,
  axis: Axis,
): readonly StagePlace[] {
  return stages.flatMap((stage): readonly StagePlace[] => {
    const { id, kind, offset, step, totalSteps, state, seconds } = stage;
    if (kind !== 'stage') return [];
    const capability = capabilityOf(stage);
    if (axis === 'time')
      return seconds === undefined ? [] : [{ id, capability, from: seconds[0], to: seconds[1] }];
    const length = state === 'running' || state === 'waiting' ? totalSteps : Math.max(step, 1);
    const to = Math.max(offset + length, Math.min(extent.steps, offset + step));
    return to > offset ? [{ id, capability, from: offset, to }] : [];
  });
}

/** The marks of a run that have a place on the axis, from left to right. */
export function markPlaces(
  detail: Pick<RunDetail, 'stages' | 'marks' | 'findings'>,
  axis: Axis,
): readonly MarkPlace[] {
  const offsets = new Map(detail.stages.map(({ id, offset }) => [id, offset]));
  return detail.marks
    .flatMap((mark): readonly MarkPlace[] => {
      const offset = offsets.get(mark.stage);
      const x = axis === 'time' ? mark.seconds : offset === undefined ? undefined : offset + mark.step;
      return x === undefined ? [] : [{ x, kind: mark.kind, text: markText(mark, detail) }];
    })
    .sort((a, b) => a.x - b.x);
}

function markText(mark: Mark, { findings }: Pick<RunDetail, 'findings'>): string {
  const where = `${mark.stage} step ${formatCount(mark.step)}`;
  switch (mark.kind) {
    case 'checkpoint':
      return mark.score === undefined
        ? `Checkpoint, ${where}`
        : `Checkpoint, ${where}, score ${formatNumber(mark.score)}`;
    case 'resumed':
      return `Resumed, ${where}`;
    case 'ended':
      return `${mark.stage} ${mark.state}, step ${formatCount(mark.step)}`;
    case 'finding': {
      const found = findings.find(({ id, stage }) => id === mark.id && (stage ?? mark.stage) === mark.stage);
      return found === undefined ? `Finding ${mark.id}, ${where}` : `${mark.id}, ${where}: ${found.message}`;
    }
  }
}

/** Where a place on the axis is, in words: `see step 120` or `12 min 04 s`. */
export function placeText(
  x: number,
  axis: Axis,
  stages: readonly StagePlace[],
  seconds: (x: number) => string,
): string {
  if (axis === 'time') return seconds(x);
  const stage = stages.findLast(({ from }) => from <= x) ?? stages[0];
  return stage === undefined
    ? `step ${formatCount(Math.round(x))}`
    : `${stage.id} step ${formatCount(Math.round(x - stage.from))}`;
}

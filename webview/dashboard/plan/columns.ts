import type { StageDetail } from '../../../src/protocol/runs';

/** Where a stage stands in the picture, in pixels from its left edge. */
export interface Column {
  readonly stage: StageDetail;
  readonly x: number;
  readonly width: number;
}

/** Neighbours that train the same capabilities, under one heading. */
export interface Group {
  readonly capabilities: readonly string[];
  readonly x: number;
  readonly width: number;
}

export interface Columns {
  readonly columns: readonly Column[];
  readonly groups: readonly Group[];
  /** What runs after the last stage: predictions, audit. */
  readonly ends: readonly StageDetail[];
  /** Left edge of the end caps. */
  readonly endX: number;
  /** Width of the whole picture: more than was offered when the stages need it, and then it scrolls. */
  readonly width: number;
  readonly gap: number;
}

export const AXIS_WIDTH = 52;
export const END_WIDTH = 92;
const MARGIN = 8;
const NARROWEST = 76;
/** With more stages, or less room for each, the words on the arrows go, and with them the space for them. */
const ROOMY = { stages: 7, width: 200 };

/**
 * Lays the stages side by side in training order, each as wide as its share of the steps and never narrower than its
 * name needs. A stage whose steps are not yet known counts as an average one.
 */
export function layColumns(stages: readonly StageDetail[], offered: number): Columns {
  const trained = stages.filter(({ kind }) => kind === 'stage');
  const ends = stages.filter(({ kind }) => kind !== 'stage');
  const gap = trained.length > ROOMY.stages || offered < ROOMY.width * trained.length ? 20 : 38;
  const fixed =
    AXIS_WIDTH + MARGIN + gap * Math.max(0, trained.length - 1) + (ends.length > 0 ? gap + END_WIDTH : 0);
  const widths = share(weights(trained), Math.max(0, offered - fixed), NARROWEST);
  let x = AXIS_WIDTH;
  const columns = trained.map((stage, i) => {
    const width = widths[i] ?? NARROWEST;
    const column = { stage, x, width };
    x += width + gap;
    return column;
  });
  return {
    columns,
    groups: groups(columns),
    ends,
    endX: x,
    width: Math.max(offered, fixed + widths.reduce((sum, width) => sum + width, 0)),
    gap,
  };
}

function weights(stages: readonly StageDetail[]): readonly number[] {
  const known = stages.map(({ totalSteps }) => totalSteps).filter((steps) => steps > 0);
  const average = known.length === 0 ? 1 : known.reduce((sum, steps) => sum + steps, 0) / known.length;
  return stages.map(({ totalSteps }) => (totalSteps > 0 ? totalSteps : average));
}

/** Splits `room` by weight; who would get less than `least` gets that, and the others share what is left. */
export function share(parts: readonly number[], room: number, least: number): readonly number[] {
  if (parts.length * least >= room) return parts.map(() => least);
  const narrow = new Set<number>();
  for (;;) {
    const left = room - narrow.size * least;
    const sum = parts.reduce((total, part, i) => (narrow.has(i) ? total : total + part), 0);
    const before = narrow.size;
    parts.forEach((part, i) => {
      if (!narrow.has(i) && (part / sum) * left < least) narrow.add(i);
    });
    if (narrow.size === before) return parts.map((part, i) => (narrow.has(i) ? least : (part / sum) * left));
  }
}

function groups(columns: readonly Column[]): readonly Group[] {
  const result: Group[] = [];
  for (const { stage, x, width } of columns) {
    const last = result.at(-1);
    if (last?.capabilities.join('\n') === stage.capabilities.join('\n'))
      result[result.length - 1] = { ...last, width: x + width - last.x };
    else result.push({ capabilities: stage.capabilities, x, width });
  }
  return result;
}

import type { Random } from './random';

export const SHAPES = ['circle', 'square', 'triangle', 'star'] as const;
export const COLORS = ['red', 'blue', 'green', 'yellow'] as const;
export const BARS = ['A', 'B', 'C'] as const;
/** Row by row from the top left. */
export const CELLS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'] as const;
export const TALLEST = 6;

export type Shape = (typeof SHAPES)[number];
export type Color = (typeof COLORS)[number];
export type Cell = (typeof CELLS)[number];
export type BarName = (typeof BARS)[number];

export interface Piece {
  readonly cell: Cell;
  readonly color: Color;
  readonly shape: Shape;
}

export interface Bar {
  readonly bar: BarName;
  readonly color: Color;
  /** Height in blocks. */
  readonly blocks: number;
}

/** The truth of a picture: what the dataset's `scene` column holds. */
export type Scene =
  | { readonly kind: 'board'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'chart'; readonly bars: readonly Bar[] };

/** Three to five shapes on a 3 x 3 board, in cell order. Few shapes are drawn, so that counts above 1 are common. */
export function randomBoard(rng: Random): Scene {
  const cells = rng.shuffle(CELLS).slice(0, 3 + rng.int(3));
  const shapes = rng.shuffle(SHAPES).slice(0, 2 + rng.int(2));
  const pieces = cells
    .sort((a, b) => CELLS.indexOf(a) - CELLS.indexOf(b))
    .map((cell) => ({ cell, color: rng.pick(COLORS), shape: rng.pick(shapes) }));
  return { kind: 'board', pieces };
}

export function randomChart(rng: Random): Scene {
  const colors = rng.shuffle(COLORS);
  const bars = BARS.map((bar, i) => ({ bar, color: colors[i] ?? 'red', blocks: 1 + rng.int(TALLEST) }));
  return { kind: 'chart', bars };
}

/** The reference description, from which every question about the picture can be answered. */
export function describe(scene: Scene): string {
  return scene.kind === 'board'
    ? `${scene.pieces.map((p) => `${p.cell} ${p.color} ${p.shape}`).join(', ')}.`
    : `Bars: ${scene.bars.map((b) => `${b.bar} ${b.color} ${String(b.blocks)}`).join(', ')}.`;
}

/**
 * The truth of a synthetic picture, as the data's `scene` column holds it. Two kinds are known:
 *
 *     {"kind": "board", "pieces": [{"cell": "A", "color": "blue", "shape": "triangle"}, ...]}
 *     {"kind": "chart", "bars": [{"bar": "A", "color": "red", "blocks": 4}, ...]}
 *
 * Cells, bars, colours and shapes are free words; a piece or bar lies in at most one cell.
 */
export type Scene =
  | { readonly kind: 'board'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'chart'; readonly bars: readonly Bar[] };

export interface Piece {
  readonly cell: string;
  readonly color: string;
  readonly shape: string;
}

export interface Bar {
  readonly bar: string;
  readonly color: string;
  readonly blocks: number;
}

/** Reads a `scene` value; `undefined` when it is none of the known kinds, as for real pictures. */
export function parseScene(value: unknown): Scene | undefined {
  const scene = typeof value === 'string' ? fromJson(value) : value;
  if (!isRecord(scene)) return undefined;
  const { kind, pieces, bars } = scene;
  if (kind === 'board' && Array.isArray(pieces) && pieces.every(isPiece)) return { kind, pieces };
  if (kind === 'chart' && Array.isArray(bars) && bars.every(isBar)) return { kind, bars };
  return undefined;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isPiece = (value: unknown): value is Piece =>
  isRecord(value) &&
  typeof value.cell === 'string' &&
  typeof value.color === 'string' &&
  typeof value.shape === 'string';

const isBar = (value: unknown): value is Bar =>
  isRecord(value) &&
  typeof value.bar === 'string' &&
  typeof value.color === 'string' &&
  typeof value.blocks === 'number';

import sharp from 'sharp';
import { label, labelWidth } from './glyphs';
import type { Random } from './random';
import { CELLS, TALLEST, type Bar, type Color, type Piece, type Scene, type Shape } from './scene';

/** Width and height of a picture in pixels. */
export const SIZE = 256;
const CELL = SIZE / 3;

/** Fill and outline, apart in hue and lightness so that they differ for colour-blind eyes too. */
const PAINT: Readonly<Record<Color, readonly [string, string]>> = {
  red: ['#e5484d', '#8f1d22'],
  blue: ['#3b82f6', '#153e8a'],
  green: ['#2fb36d', '#10603a'],
  yellow: ['#f8cf3e', '#96700a'],
};

/** Background, card and label of a picture. */
const THEMES = [
  { ground: '#e7ecf5', card: '#fbfcff', ink: '#8a97b1' },
  { ground: '#efe9e0', card: '#fffdf9', ink: '#ab9d86' },
  { ground: '#e4efe9', card: '#fafffc', ink: '#86a897' },
  { ground: '#efe7f1', card: '#fffbff', ink: '#a48fab' },
] as const;
type Theme = (typeof THEMES)[number];

const polygon = (points: readonly (readonly [number, number])[]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;

/** Outline of a shape of "radius" r around the origin. */
function outline(shape: Shape, r: number): string {
  switch (shape) {
    case 'circle':
      return `M${(-r).toFixed(1)} 0A${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${r.toFixed(1)} 0A${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(-r).toFixed(1)} 0Z`;
    case 'square': {
      const h = r * 0.85;
      return polygon([
        [-h, -h],
        [h, -h],
        [h, h],
        [-h, h],
      ]);
    }
    case 'triangle':
      return polygon([
        [0, -r],
        [r * 1.02, r * 0.84],
        [-r * 1.02, r * 0.84],
      ]);
    case 'star':
      return polygon(
        Array.from({ length: 10 }, (_, i) => {
          const radius = i % 2 === 0 ? r * 1.12 : r * 0.47;
          const angle = (i * Math.PI) / 5 - Math.PI / 2;
          return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
        }),
      );
  }
}

/** One shape in `SELDOM` is drawn small: hardly to be told for a model that sees 8 x 8 pixels of a cell. */
const SELDOM = 5;
const radius = (rng: Random, small: boolean): number =>
  small && rng.int(SELDOM) === 0 ? 7 + rng.next() * 4 : 21 + rng.next() * 7;

function drawPiece(piece: Piece, rng: Random, small: boolean): string {
  const at = CELLS.indexOf(piece.cell);
  const x = ((at % 3) + 0.5) * CELL + (rng.next() - 0.5) * 8;
  const y = (Math.floor(at / 3) + 0.5) * CELL + 4 + (rng.next() - 0.5) * 6;
  const r = radius(rng, small);
  const turn = (rng.next() - 0.5) * 16;
  const [fill, stroke] = PAINT[piece.color];
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(1)})`;
  return `<path transform="${place}" d="${outline(piece.shape, r)}" fill="${fill}" stroke="${stroke}" stroke-width="3" stroke-linejoin="round"/>`;
}

function drawCell(cell: string, i: number, theme: Theme): string {
  const x = (i % 3) * CELL + 3;
  const y = Math.floor(i / 3) * CELL + 3;
  const card = `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(CELL - 6).toFixed(1)}" height="${(CELL - 6).toFixed(1)}" rx="10" fill="${theme.card}"/>`;
  return card + label(cell, x + 6.5, y + 6.5, 10, theme.ink);
}

const FLOOR = 228;
const BLOCK = 36;

function drawBar(bar: Bar, i: number, theme: Theme, rng: Random): string {
  const width = 46 + rng.next() * 8;
  const middle = (i + 0.5) * CELL;
  const [fill, stroke] = PAINT[bar.color];
  const blocks = Array.from({ length: bar.blocks }, (_, k) => {
    const y = FLOOR - (k + 1) * BLOCK + 2;
    return `<rect x="${(middle - width / 2).toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(BLOCK - 4)}" rx="5" fill="${fill}" stroke="${stroke}" stroke-width="2.5"/>`;
  });
  return blocks.join('') + label(bar.bar, middle - labelWidth(bar.bar, 15) / 2, FLOOR + 8, 15, theme.ink);
}

/**
 * The picture of a scene as SVG; `rng` decides theme, sizes and the little irregularities of placement. `small`: some
 * shapes are hard to see.
 */
export function svg(scene: Scene, rng: Random, small = true): string {
  const theme = rng.pick(THEMES);
  const body =
    scene.kind === 'board'
      ? CELLS.map((cell, i) => drawCell(cell, i, theme)).join('') +
        scene.pieces.map((piece) => drawPiece(piece, rng, small)).join('')
      : `<rect x="3" y="3" width="250" height="250" rx="12" fill="${theme.card}"/>` +
        Array.from({ length: TALLEST }, (_, k) => {
          const y = FLOOR - (k + 1) * BLOCK;
          return `<path d="M14 ${String(y)}H242" stroke="${theme.ground}" stroke-width="1.5"/>`;
        }).join('') +
        `<path d="M14 ${String(FLOOR)}H242" stroke="${theme.ink}" stroke-width="2.5" stroke-linecap="round"/>` +
        scene.bars.map((bar, i) => drawBar(bar, i, theme, rng)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(SIZE)}" height="${String(SIZE)}"><rect width="${String(SIZE)}" height="${String(SIZE)}" fill="${theme.ground}"/>${body}</svg>`;
}

/** The picture as a palette PNG of a few kilobytes. */
export function png(scene: Scene, rng: Random): Promise<Buffer> {
  return sharp(Buffer.from(svg(scene, rng)))
    .png({ palette: true, colours: 48, dither: 0, compressionLevel: 9, effort: 10 })
    .toBuffer();
}

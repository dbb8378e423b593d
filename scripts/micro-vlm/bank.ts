import sharp from 'sharp';
import { patchCount, patchSize, toPatches, type ModelConfig } from '../../src/engines/embedded';
import { svg } from '../shape-math/draw';
import type { Random } from '../shape-math/random';
import { BARS, CELLS, randomBoard, randomChart, type Scene } from '../shape-math/scene';

/**
 * Endless pictures from a few thousand: drawn pictures are reduced as the engine reduces them and cut where the model's
 * 3 x 3 patches are cut (a board's cells, a chart's columns); pictures of new scenes are put together from the pieces.
 * Drawing every training picture would take hours, this takes microseconds.
 */
export interface PictureBank {
  /** Pixels [patches, patchSize], as the model takes them. */
  picture(scene: Scene, rng: Random): Float32Array;
}

/** Amplitude of the pixel noise on training pictures, in units of the normalised channels. */
const GRAIN = 0.1;

export async function pictureBank(
  config: ModelConfig,
  { boards, charts, small }: { readonly boards: number; readonly charts: number; readonly small: boolean },
  rng: Random,
): Promise<PictureBank> {
  if (patchCount(config) !== CELLS.length) throw new Error('the bank cuts pictures into 3 x 3 patches');
  const values = patchSize(config);
  const pieces = new Map<string, Float32Array[]>();
  for (let i = 0; i < boards + charts; i++) {
    const scene = i < boards ? randomBoard(rng) : randomChart(rng);
    const patches = toPatches(config, await drawn(svg(scene, rng, small)));
    for (const [key, places] of parts(scene)) {
      const piece = new Float32Array(places.length * values);
      places.forEach((p, k) => {
        piece.set(patches.subarray(p * values, (p + 1) * values), k * values);
      });
      pieces.set(key, [...(pieces.get(key) ?? []), piece]);
    }
  }
  return {
    picture: (scene, random) => {
      const out = new Float32Array(CELLS.length * values);
      for (const [key, places] of parts(scene)) {
        const piece = random.pick(pieces.get(key) ?? []);
        places.forEach((p, k) => {
          out.set(piece.subarray(k * values, (k + 1) * values), p * values);
        });
      }
      return out.map((value) => value + GRAIN * (random.next() - 0.5));
    },
  };
}

/** The pieces of a picture: what each shows, and the patches it covers. */
function parts(scene: Scene): readonly (readonly [key: string, patches: readonly number[]])[] {
  if (scene.kind === 'chart')
    return scene.bars.map((b) => {
      const column = BARS.indexOf(b.bar);
      return [`${b.bar} ${b.color} ${String(b.blocks)}`, [column, column + 3, column + 6]];
    });
  return CELLS.map((cell, i) => {
    const piece = scene.pieces.find((p) => p.cell === cell);
    return [piece === undefined ? `${cell} empty` : `${cell} ${piece.color} ${piece.shape}`, [i]];
  });
}

async function drawn(picture: string) {
  const { data, info } = await sharp(Buffer.from(picture))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

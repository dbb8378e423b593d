import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, decodeImage, toPatches, type Pixels } from '../../../src/engines/embedded';
import { createImageStore } from '../../../src/engines/embedded/images/image-store';
import { resize } from '../../../src/engines/embedded/images/patches';
import { tinyModel } from '../support/tiny';

const { config } = tinyModel();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagecraft-images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain = (width: number, height: number, rgb: readonly number[]): Pixels => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => rgb[i % 3]!),
});

describe('images', () => {
  it('come as PNG, JPEG and WebP of any size, grey or transparent', async () => {
    const red = sharp({ create: { width: 301, height: 77, channels: 4, background: '#ff0000ff' } });
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const pixels = await decodeImage(
        await red.clone().toFormat(format, { quality: 100 }).toBuffer(),
        format,
      );
      expect([pixels.width, pixels.height]).toEqual([301, 77]);
      expect(pixels.data[0]).toBeGreaterThan(250);
      expect(pixels.data[1]).toBeLessThan(5);
    }
    const grey = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#808080' } })
      .greyscale()
      .png()
      .toBuffer();
    expect([...(await decodeImage(grey, 'grey')).data.slice(0, 3)]).toEqual([128, 128, 128]);
    const clear = await sharp({ create: { width: 5, height: 5, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    expect([...(await decodeImage(clear, 'clear')).data.slice(0, 3)]).toEqual([255, 255, 255]);
  });

  it('that are broken are named with their row', async () => {
    const path = join(folder, 'broken.png');
    const good = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    await writeFile(path, good.subarray(0, good.length - 30));
    const store = createImageStore(config);
    await expect(store.patches([{ kind: 'file', path }], 'row-7')).rejects.toThrow(
      /broken\.png \(row row-7\)/,
    );
    await expect(store.patches([{ kind: 'file', path: join(folder, 'none.png') }], 'r')).rejects.toThrow(
      'none.png',
    );
    await expect(store.patches([{ kind: 'bytes', bytes: Uint8Array.of(1, 2, 3) }], 'r')).rejects.toThrow(
      'row r',
    );
  });

  it('keep their aspect ratio, centred on white', () => {
    // White is 0 with mean 1; black is -2 with std 0.5.
    const patches = toPatches(config, plain(16, 8, [0, 0, 0]));
    const side = config.image;
    const at = (x: number, y: number): number => {
      const patch = Math.floor(y / config.patch) * (side / config.patch) + Math.floor(x / config.patch);
      return patches[
        patch * config.patch ** 2 * 3 + ((y % config.patch) * config.patch + (x % config.patch)) * 3
      ]!;
    };
    expect([at(0, 0), at(7, 1), at(0, 2), at(7, 5), at(3, 6)]).toEqual([0, 0, -2, -2, 0]);
  });

  it('are averaged by area: brightness is kept at any size', () => {
    const data = Uint8Array.from({ length: 37 * 23 * 3 }, (_, i) => (i * 7919) % 256);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    for (const [w, h] of [
      [5, 3],
      [37, 23],
      [8, 8],
      [1, 1],
    ] as const) {
      const small = resize({ width: 37, height: 23, data }, w, h);
      expect(small.reduce((sum, value) => sum + value, 0) / small.length).toBeCloseTo(mean, 2);
    }
    expect([...resize(plain(2, 2, [10, 20, 30]), 5, 5).slice(0, 3)]).toEqual([10, 20, 30]);
  });

  it('several become one, side by side', () => {
    const both = compose([plain(100, 100, [255, 0, 0]), plain(50, 100, [0, 0, 255])]);
    expect(both.height).toBe(256);
    const at = (x: number, y: number) => [
      ...both.data.slice((y * both.width + x) * 3, (y * both.width + x) * 3 + 3),
    ];
    expect(at(100, 100)).toEqual([255, 0, 0]);
    expect(at(256 + 8 + 128, 100)).toEqual([0, 0, 255]);
    expect(at(256 + 8 + 10, 100)).toEqual([255, 255, 255]);
  });

  it('of one file are decoded once and stay the same', async () => {
    const path = join(folder, 'a.png');
    await sharp({ create: { width: 20, height: 20, channels: 3, background: '#00ff00' } })
      .png()
      .toFile(path);
    const store = createImageStore(config);
    const first = await store.patches([{ kind: 'file', path }], 'r');
    expect(await store.patches([{ kind: 'file', path }], 'r')).toBe(first);
    expect(await store.patches([], 'r')).toBeUndefined();
  });
});

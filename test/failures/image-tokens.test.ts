import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textTokens } from '../../src/data';
import { imageTokens, visionOf, type Vision } from '../../src/engines';
import { pythonFor } from '../python/environment';

const PRESETS = { qwen2_5_vl: 'qwen2.5-vl-7b', qwen3_vl: 'qwen3-vl-8b', internvl: 'internvl3-8b' } as const;
type Family = keyof typeof PRESETS;
const FAMILIES = Object.keys(PRESETS) as readonly Family[];

async function vision(family: Family): Promise<Vision> {
  const known = await visionOf({ kind: 'preset', name: PRESETS[family] });
  if (known === undefined) throw new Error(`Nothing is known of ${family}`);
  return known.vision;
}

/** Marks of start and end are not the processor's to count. */
const MARKS = 2;

describe('tokens of an image', () => {
  it('are those of the published processors', async () => {
    // Reckoned by hand: 480 x 640 is 17 x 23 squares of 28 (17.1, 22.9), 15 x 20 of 32; the nearest of InternVL’s
    // arrangements to 4:3 are 4 x 3 tiles, and a small whole.
    const size = [640, 480] as const;
    expect(imageTokens(await vision('qwen2_5_vl'), size)).toBe(17 * 23 + MARKS);
    expect(imageTokens(await vision('qwen3_vl'), size)).toBe(15 * 20 + MARKS);
    expect(imageTokens(await vision('internvl'), size)).toBe(13 * 256 + MARKS);
    expect(imageTokens(await vision('internvl'), [448, 448])).toBe(256 + MARKS);
    expect(imageTokens(await vision('qwen3_vl'), [4020, 10])).toBeUndefined();
  });

  it('are fewer where EasyR1 makes images smaller, and more where it makes them larger', async () => {
    const qwen3 = await vision('qwen3_vl');
    expect(imageTokens(qwen3, [4096, 4096], { max: 4_194_304 })).toBe(64 * 64 + MARKS);
    expect(imageTokens(qwen3, [64, 64], { min: 262_144 })).toBe(16 * 16 + MARKS);
  });

  it('are those of Transformers, for images of all sizes', async () => {
    const python = pythonFor('Image tokens held against Transformers');
    if (python === undefined) return;
    const side = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 9000 }));
    const sizes = fc
      .sample(fc.tuple(side, side), { numRuns: 1500, seed: 11 })
      .filter(([width, height]) => Math.max(width, height) / Math.min(width, height) <= 200);
    const answer = spawnSync(python, ['scripts/python/image_tokens.py'], {
      input: JSON.stringify(sizes),
      encoding: 'utf8',
    });
    expect(answer.stderr).toBe('');
    const theirs = JSON.parse(answer.stdout) as readonly Readonly<Record<Family, number>>[];
    expect(theirs.length).toBeGreaterThan(1000);
    for (const family of FAMILIES) {
      const ours = await vision(family);
      for (const [index, size] of sizes.entries())
        expect((imageTokens(ours, size) ?? 0) - MARKS, `${family} ${size.join(' x ')}`).toBe(
          theirs[index]?.[family],
        );
    }
  });

  it('follow the configuration of a model on this machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-model-'));
    try {
      writeFileSync(
        join(folder, 'config.json'),
        '{"model_type":"qwen3_vl","text_config":{"max_position_embeddings":4096}}',
      );
      writeFileSync(
        join(folder, 'preprocessor_config.json'),
        '{"patch_size":8,"merge_size":2,"size":{"shortest_edge":256,"longest_edge":65536}}',
      );
      const known = await visionOf({ kind: 'folder', path: folder });
      expect(known).toMatchObject({
        context: 4096,
        vision: { kind: 'grid', side: 16, minPixels: 256, maxPixels: 65_536 },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(await visionOf({ kind: 'folder', path: folder })).toBeUndefined();
  });
});

describe('tokens of a text', () => {
  it('are near those of a byte-pair encoding', () => {
    // Counted with cl100k_base, digits singly.
    expect(textTokens('How many boats stand along the shore of the lake?')).toBe(11);
    expect(textTokens('')).toBe(0);
    expect(textTokens('12345')).toBe(5);
  });

  it('never fail, and grow with the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const tokens = textTokens(text);
        expect(tokens).toBeGreaterThanOrEqual(0);
        expect(textTokens(`${text} word`)).toBeGreaterThan(tokens);
      }),
    );
  });
});

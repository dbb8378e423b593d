import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { allRows, DATA } from './read';

test('every picture that a row names is there, a 256 px PNG with a palette; no other file lies about', async () => {
  const named = new Set(allRows().flatMap((r) => r.images));
  expect([...named].sort()).toEqual(
    readdirSync(join(DATA, 'images'))
      .map((n) => `images/${n}`)
      .sort(),
  );
  for (const name of named) {
    const { width, height, format, isPalette } = await sharp(join(DATA, name)).metadata();
    expect({ width, height, format, isPalette }, name).toEqual({
      width: 256,
      height: 256,
      format: 'png',
      isPalette: true,
    });
  }
});

test('the whole example is small enough to commit', () => {
  const size = (folder: string): number =>
    readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? size(path) : statSync(path).size);
    }, 0);
  expect(size(DATA)).toBeLessThan(3_000_000);
});

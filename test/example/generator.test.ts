import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { png } from '../../scripts/shape-math/draw';
import { dataFiles, measuredPassRates, SEED } from '../../scripts/shape-math/generate';
import { random } from '../../scripts/shape-math/random';
import { example } from '../../scripts/shape-math/rows';
import { randomBoard } from '../../scripts/shape-math/scene';
import { DATA } from './read';

const texts = (seed: number) => dataFiles(example(random(seed), measuredPassRates()));

test('the same seed gives the bytes that are committed', () => {
  for (const [name, text] of texts(SEED)) expect(readFileSync(join(DATA, name), 'utf8'), name).toBe(text);
});

test('another seed gives other rows', () => {
  const [mine, other] = [texts(SEED), texts(SEED + 1)];
  mine.forEach(([name, text], i) => {
    expect(other[i]![1], name).not.toBe(text);
  });
});

test('a picture is the same bytes for the same seed', async () => {
  const scene = randomBoard(random(3));
  const [a, b, c] = await Promise.all([png(scene, random(8)), png(scene, random(8)), png(scene, random(9))]);
  expect(a.equals(b)).toBe(true);
  expect(a.equals(c)).toBe(false);
});

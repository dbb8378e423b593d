import { describe, expect, test } from 'vitest';
import { placeOfKey } from '../../../src/service';
import { snapshotOf } from '../snapshot';

const TEXT = `curriculum: 1
name: keys
model: micro-vlm
engine: embedded
prompt: prompts/think.jinja
datasets:
  pictures: { capability: perception, train: a.jsonl, images: img }
defaults:
  learning_rate: 1e-6
  engine_options:
    data.max_pixels: 100
    worker: { rollout: { n: 4 } }
stages:
  - id: see
    data: pictures
    learning_rate: 2e-6
    kl: 0.01
  - id: think
    data: pictures
    engine_options: { data.max_pixels: 200 }
pooled:
  epochs: 3
variants:
  gentle:
    stages:
      - id: see
        kl: 0.5
  merged:
    schedule: { capability: merged }
`;

/** The words at the place of a key, with the text of its line. */
function at(key: string, where: { readonly stage?: string; readonly variant?: string } = {}) {
  const found = placeOfKey(snapshotOf(TEXT), { key, ...where });
  const range = found?.place.range;
  if (found === undefined || range === undefined) return undefined;
  return {
    words: TEXT.slice(range.start.offset, range.end.offset),
    line: TEXT.split('\n')[range.start.line]?.trim(),
    written: found.written,
  };
}

describe('a key of a stage', () => {
  test('in the stage, else where a stage has its settings from', () => {
    expect(at('learning_rate', { stage: 'see' })).toMatchObject({
      line: 'learning_rate: 2e-6',
      written: true,
    });
    expect(at('learning_rate', { stage: 'think' })).toMatchObject({
      line: 'learning_rate: 1e-6',
      written: true,
    });
    expect(at('learning_rate')).toMatchObject({ line: 'learning_rate: 1e-6', written: true });
  });

  test('that is written nowhere: the stage', () => {
    expect(at('entropy', { stage: 'think' })).toMatchObject({ line: '- id: think', written: false });
  });

  test('the engine’s own, however deep it is written', () => {
    const key = 'engine_options.data.max_pixels';
    expect(at(key, { stage: 'think' })).toMatchObject({
      words: 'data.max_pixels',
      line: 'engine_options: { data.max_pixels: 200 }',
    });
    expect(at(key, { stage: 'see' })).toMatchObject({ line: 'data.max_pixels: 100', written: true });
    expect(at('engine_options.worker.rollout.n', { stage: 'see' })).toMatchObject({
      words: 'n',
      written: true,
    });
    expect(at('engine_options.worker.rollout.m', { stage: 'see' })).toMatchObject({ written: false });
  });

  test('of the one stage that all were pooled into', () => {
    expect(at('epochs', { stage: 'all', variant: 'merged' })).toMatchObject({
      line: 'epochs: 3',
      written: true,
    });
    expect(at('learning_rate', { stage: 'all', variant: 'merged' })).toMatchObject({
      line: 'learning_rate: 1e-6',
    });
  });

  test('of a variant', () => {
    expect(at('kl', { stage: 'see', variant: 'gentle' })).toMatchObject({ line: 'kl: 0.5', written: true });
    expect(at('kl', { stage: 'see' })).toMatchObject({ line: 'kl: 0.01', written: true });
  });
});

test('a key of the file', () => {
  expect(at('/prompt')).toMatchObject({ line: 'prompt: prompts/think.jinja', written: true });
  expect(at('/datasets/pictures/images', { stage: 'see' })).toMatchObject({ words: 'images', written: true });
  expect(at('/datasets/pictures/columns')).toMatchObject({ words: 'pictures', written: false });
});

test('a byte order mark moves nothing', () => {
  const found = placeOfKey(snapshotOf(`\uFEFF${TEXT}`), { key: 'kl', stage: 'see' });
  expect(found).toMatchObject({ written: true, place: { range: { start: { line: 16, column: 4 } } } });
});

test('what makes no sense has no place', () => {
  expect(at('kl', { stage: 'see', variant: 'none' })).toBeUndefined();
  expect(at('')).toBeUndefined();
  expect(at('k'.repeat(1000))).toBeUndefined();
  expect(placeOfKey(snapshotOf(''), { key: 'kl', stage: 'see' })?.written).not.toBe(true);
});

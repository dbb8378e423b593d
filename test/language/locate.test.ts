import { describe, expect, it } from 'vitest';
import { check, curriculum, MAIN, pointed, THREE } from './helpers';

describe('locate', () => {
  const text = curriculum(
    THREE.replace('data: scenes', 'data: scenes, epochs: 3, engine_options: { worker: { actor.lr: 1 } }'),
    'variants: { v: { stages: [both, { id: see, kl: 0.5 }] } }',
  );
  const found = check(text);
  const at = (path: readonly (string | number)[], part?: 'key' | 'value', from = found): string =>
    pointed(text, from.locate(path, part));

  it('finds values and keys, stages by index or id', () => {
    expect(at(['stages', 2, 'epochs'])).toBe('3');
    expect(at(['stages', 'both', 'epochs'], 'key')).toBe('epochs');
    expect(at(['datasets', 'sums', 'train'])).toBe('sums.jsonl');
    expect(at(['datasets', 'sums'], 'key')).toBe('sums');
    expect(at(['stages', 'both', 'data', 0])).toBe('scenes');
  });

  it('finds engine keys however they are nested', () => {
    expect(at(['stages', 'both', 'engine_options', 'worker.actor.lr'])).toBe('1');
    expect(at(['stages', 'both', 'engine_options', 'worker.actor.lr'], 'key')).toBe('actor.lr');
  });

  it('falls back to the nearest ancestor that was written', () => {
    expect(at(['datasets', 'sums', 'images'])).toBe('sums');
    expect(at(['stages', 'both', 'kl'])).toBe('id');
    expect(found.locate(['nothing', 'like', 'it']).file).toBe(MAIN);
    expect(found.locate([]).range).toBeDefined();
  });

  it('follows a variant to where it wrote', () => {
    const variant = check(text, 'v');
    expect(variant.curriculum?.stages.map(({ id }) => id)).toEqual(['both', 'see']);
    expect(at(['stages', 1, 'kl'], 'value', variant)).toBe('0.5');
    expect(at(['stages', 'see', 'data'], 'value', variant)).toBe('shapes');
    expect(at(['stages', 0, 'epochs'], 'value', variant)).toBe('3');
  });

  it('of a file that means nothing is the file', () => {
    expect(check('').locate(['stages'])).toEqual({ file: MAIN });
  });
});

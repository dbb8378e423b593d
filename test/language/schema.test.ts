import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  COLUMN_ROLES,
  ENGINE_NAMES,
  ENGINES,
  exampleOf,
  GRAMMAR,
  MODEL_PRESETS,
  presetOf,
  problemCodes,
  resolveSettings,
  SETTINGS,
  SETTING_KEYS,
  type Field,
  type Fields,
  type Shape,
} from '../../src/language';
import { check, codes, curriculum, THREE } from './helpers';

/** Every key of the grammar with its path; variants repeat the top level and are left out. */
function* fields(keys: Fields, path = ''): Generator<{ path: string; key: string; field: Field }> {
  for (const [key, field] of Object.entries(keys)) {
    const here = `${path}${key}`;
    if (here === 'variants') continue;
    yield { path: here, key, field };
    yield* inside(field, `${here}.`);
  }
}
function* inside(shape: Shape, path: string): ReturnType<typeof fields> {
  if (shape.kind === 'record') yield* fields(shape.keys, path);
  if (shape.kind === 'dictionary') yield* inside(shape.value, `${path}<${shape.entry}>.`);
  if (shape.kind === 'list') yield* inside(shape.item, `${path}-.`);
  if (shape.kind === 'either') for (const option of shape.options) yield* inside(option, path);
}

const all = [...fields(GRAMMAR.keys)];

describe('the grammar', () => {
  it('has every key of the language', () => {
    expect(Object.keys(GRAMMAR.keys)).toEqual([
      'curriculum',
      'name',
      'extends',
      'model',
      'engine',
      'prompt',
      'reward',
      'datasets',
      'schedule',
      'defaults',
      'stages',
      'pooled',
      'folders',
      'models',
      'evaluate',
      'audit',
      'variants',
    ]);
    const paths = new Set(all.map(({ path }) => path));
    for (const key of SETTING_KEYS) {
      for (const place of ['defaults', 'pooled', 'stages.-']) expect(paths).toContain(`${place}.${key}`);
    }
    for (const role of COLUMN_ROLES) expect(paths).toContain(`datasets.<dataset id>.columns.${role}`);
    for (const engine of ENGINE_NAMES) expect(paths).toContain(`engine.${engine}`);
  });

  const without = (test: (one: (typeof all)[number]) => boolean): readonly string[] =>
    all.filter((one) => !test(one)).map(({ path }) => path);

  it('documents every key, in sentences', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(without(({ field }) => /^[A-Z`].*\.$/s.test(field.doc) && field.doc.length < 220)).toEqual([]);
  });

  it('says of every key what happens when it is not written', () => {
    const isContainer = ({ kind }: Field): boolean => ['record', 'dictionary', 'list', 'any'].includes(kind);
    const saysIt = (field: Field): boolean =>
      field.required === true ||
      isContainer(field) ||
      field.default !== undefined ||
      field.absent !== undefined;
    expect(without(({ field }) => saysIt(field))).toEqual([]);
  });

  it('has examples that are YAML', () => {
    const reads = (key: string, example: string): boolean =>
      Object.keys(parse(`${key}: ${example}`) as object).join() === key;
    expect(without(({ key, field }) => field.example === undefined || reads(key, field.example))).toEqual([]);
  });

  it.each(Object.entries(SETTINGS))(
    'has a default and an example of `%s` that its own rule accepts',
    (key, spec: Field) => {
      for (const text of [
        exampleOf(spec),
        spec.default === undefined ? undefined : JSON.stringify(spec.default),
      ]) {
        if (text === undefined) continue;
        const found = check(
          curriculum(THREE, `defaults: { ${key}: ${text} }\nengine: trl\nmodel: qwen3-vl-8b`),
        );
        expect(codes(found)).toEqual([]);
      }
      expect(exampleOf(spec)).toBeDefined();
    },
  );

  it('explains every problem code, and keeps the classes apart', () => {
    for (const [code, { title, explanation }] of Object.entries(problemCodes)) {
      expect(code).toMatch(/^SC[12]\d\d$/);
      expect(title.length).toBeGreaterThan(3);
      expect(explanation).toMatch(/^[A-Z`].*\.$/s);
    }
  });
});

describe('settings', () => {
  it('resolve: the stage over the defaults over the table', () => {
    const settings = resolveSettings({ batch: 4, kl: 0.5 }, { kl: 0 });
    expect([settings.batch, settings.kl, settings.rollouts]).toEqual([4, 0, SETTINGS.rollouts.default]);
    expect(settings.steps).toBeUndefined();
    for (const key of SETTING_KEYS) {
      if ('default' in SETTINGS[key]) expect(settings[key]).toBeDefined();
    }
  });

  it('let a stage’s own epochs beat the steps of the defaults, which answer the same question', () => {
    expect(resolveSettings({ steps: 10 }, { epochs: 2 }).steps).toBeUndefined();
    expect(resolveSettings({ steps: 10 }, {}).steps).toBe(10);
    expect(resolveSettings({ steps: 10 }, { epochs: 2, steps: 5 }).steps).toBe(5);
  });
});

describe('model presets', () => {
  it('are found by name and by Hub id', () => {
    for (const [name, preset] of Object.entries(MODEL_PRESETS)) {
      expect(presetOf(name)).toBe(preset);
      if ('hub' in preset) expect(presetOf(preset.hub)).toBe(preset);
    }
    expect(presetOf('constructor')).toBeUndefined();
  });

  it('name engines that exist, and every engine has a model', () => {
    for (const engine of ENGINE_NAMES) {
      expect(
        Object.values(MODEL_PRESETS).some((preset) => (preset.engines as readonly string[]).includes(engine)),
      ).toBe(true);
      expect(ENGINES[engine].doc).toMatch(/\.$/);
    }
  });
});

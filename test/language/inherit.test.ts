import fc from 'fast-check';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, checkAll, codes, curriculum, lines, MAIN, pointed, ROOT, THREE } from './helpers';

const ids = (found: ReturnType<typeof check>) => found.curriculum?.stages.map(({ id }) => id);
const starts = (found: ReturnType<typeof check>) => found.curriculum?.stages.map(({ from }) => from);
const withVariant = (variant: string, stages = THREE): string =>
  curriculum(stages, `variants:\n  v: ${variant}\n`);

describe('variants', () => {
  it('merge mappings deep and replace lists', () => {
    const text = curriculum(
      THREE,
      `defaults: { kl: 0.5, freeze: [vision], engine_options: { a.b: 1, a.c: [1, 2] } }
variants:
  v:
    defaults: { rollouts: 3, freeze: [], engine_options: { a.c: [3] } }
    datasets: { shapes: { val: other.jsonl } }
    schedule: { difficulty: easy-to-hard }`,
    );
    const found = check(text, 'v').curriculum;
    expect(found?.variant).toBe('v');
    expect(found?.defaults).toEqual({ kl: 0.5, freeze: [], rollouts: 3 });
    expect(found?.stages[0]?.engineOptions).toEqual({ 'a.b': 1, 'a.c': [3] });
    expect(found?.datasets[0]?.val).toMatchObject({ text: 'other.jsonl' });
    expect(found?.schedule).toEqual({ capability: 'staged', difficulty: 'easy-to-hard' });
    expect(check(text).curriculum?.defaults).toEqual({ kl: 0.5, freeze: ['vision'] });
  });

  it('select one stage and change it', () => {
    const one = check(withVariant('{ stages: [think, { id: think, epochs: 3 }] }'), 'v');
    expect([ids(one), lines(one)]).toEqual([['think'], []]);
    expect(one.curriculum?.stages[0]?.settings.epochs).toBe(3);
    const twice = check(withVariant('{ stages: [think, { id: think, epochs: 3 }, think] }'), 'v');
    expect(codes(twice)).toContain('SC204');
  });

  it('name an engine, if they say anything of it', () => {
    const text = `${curriculum(THREE)}engine: embedded\nvariants: { v: { engine: {} } }\n`;
    expect(codes(checkAll(text))).toEqual(['SC210']);
  });

  it('choose another engine instead of merging two', () => {
    const text = `${curriculum(THREE)}model: qwen3-vl-8b\nengine: { easyr1: { nodes: 2 } }\nvariants:
  other: { engine: { trl: { adapter: lora } } }
  more: { engine: { easyr1: { home: ../EasyR1 } } }\n`;
    expect(lines(checkAll(text))).toEqual([]);
    expect(check(text, 'other').curriculum?.engine).toEqual({ name: 'trl', options: { adapter: 'lora' } });
    expect(check(text, 'more').curriculum?.engine).toEqual({
      name: 'easyr1',
      options: { nodes: 2, home: resolve(ROOT, '../EasyR1') },
    });
  });

  it('select and order stages by a list of ids', () => {
    const found = check(withVariant('{ stages: [both, see] }'), 'v');
    expect(ids(found)).toEqual(['both', 'see']);
    expect(codes(found)).toEqual([]);
  });

  it('leave a dataset aside without a word, unless nothing at all uses it', () => {
    const extra = withVariant('{ stages: [both], datasets: { own: { capability: c, train: o.jsonl } } }');
    expect(lines(check(extra, 'v'))).toEqual([expect.stringContaining('Dataset `own` is not used')]);
    const idle = curriculum(THREE).replace(
      'datasets:\n',
      'datasets:\n  idle: { capability: c, train: i.jsonl }\n',
    );
    expect(idle).toContain('idle');
    expect(codes(checkAll(idle))).toEqual(['SC218']);
    const only = `${idle}variants:\n  v: { stages: [{ id: more, data: idle }] }\n`;
    expect(codes(checkAll(only))).toEqual([]);
    expect(codes(check(only))).toEqual([]);
    const one = `${idle}variants:\n  v: { stages: [see] }\n`;
    expect(codes(checkAll(one))).toEqual(['SC218']);
  });

  it('patch stages by id, in a list or a mapping, and keep the others', () => {
    for (const stages of ['[{ id: think, epochs: 7 }]', '{ think: { epochs: 7 } }']) {
      const found = check(withVariant(`{ stages: ${stages} }`), 'v');
      expect(lines(found)).toEqual([]);
      expect(ids(found)).toEqual(['see', 'think', 'both']);
      expect(found.curriculum?.stages[1]).toMatchObject({ data: ['sums'], settings: { epochs: 7 } });
    }
  });

  it('add new stages at the end, and select with patches in one list', () => {
    const added = check(withVariant('{ stages: [{ id: again, data: shapes }] }'), 'v');
    expect(ids(added)).toEqual(['see', 'think', 'both', 'again']);
    const mixed = check(
      withVariant('{ stages: [think, { id: see, epochs: 2 }, { id: again, data: scenes }] }'),
      'v',
    );
    expect(ids(mixed)).toEqual(['think', 'see', 'again']);
    expect(mixed.curriculum?.stages[1]?.settings).toEqual({ epochs: 2 });
  });

  it('name only stages and variants that exist', () => {
    const found = check(withVariant('{ stages: [tihnk, see, see, nothing-like-it] }'));
    expect(lines(found)).toEqual([
      '11:17 SC202 Unknown stage `tihnk`',
      '11:29 SC204 Stage `see` is listed twice',
      '11:34 SC202 Unknown stage `nothing-like-it`',
    ]);
    expect(found.problems[0]?.hint).toBe('Did you mean `think`?');
    const missing = check(withVariant('{ stages: [see] }'), 'w');
    expect(codes(missing)).toEqual(['SC214']);
    expect(missing.curriculum).toBeUndefined();
  });

  it('are checked whole: a problem that only one has says so', () => {
    const text = withVariant('{ datasets: { shapes: { train: nothing } }, stages: { see: { form: base } } }');
    const { problems, base, variants } = checkAll(text);
    expect(codes(base)).toEqual(['SC110']);
    expect(codes(variants.get('v')!)).toEqual(['SC217', 'SC110']);
    expect(problems.map(({ code, related }) => [code, related?.map(({ message }) => message)])).toEqual([
      ['SC217', ['in variant `v`']],
      ['SC110', undefined],
    ]);
  });
});

describe('`from` in a new order', () => {
  const chain = (from: string): string => `  - { id: see, data: shapes }
  - { id: think, data: sums }
  - { id: both, data: scenes, from: ${from} }`;

  it('goes on being the default where it only spelt it out, and says so', () => {
    const text = withVariant('{ stages: [both, think, see] }', chain('think'));
    const found = check(text, 'v');
    expect(starts(found)).toEqual([undefined, undefined, undefined]);
    expect(codes(found)).toEqual(['SC216']);
    expect(pointed(text, found.problems[0]!.place)).toBe('both');
    expect(pointed(text, found.problems[0]!.related![0]!.place)).toBe('think');
    // Where the order leaves the two side by side nothing has changed.
    expect(lines(check(withVariant('{ stages: [think, both] }', chain('think')), 'v')).join()).not.toContain(
      'SC216',
    );
  });

  it('keeps any other stage, which must still run earlier', () => {
    const kept = check(withVariant('{ stages: [see, both, think] }', chain('see')), 'v');
    expect(starts(kept)).toEqual([undefined, 'see', undefined]);
    expect(codes(kept)).toEqual([]);
    const later = check(withVariant('{ stages: [both, see, think] }', chain('see')), 'v');
    expect(codes(later)).toEqual(['SC215']);
    const gone = check(withVariant('{ stages: [think, both] }', chain('see')), 'v');
    expect(codes(gone)).toContain('SC202');
    const base = check(withVariant('{ stages: [both, see, think] }', chain('base')), 'v');
    expect(starts(base)).toEqual(['base', undefined, undefined]);
  });

  it('is what the variant itself writes', () => {
    const found = check(
      withVariant('{ stages: [see, { id: both, from: base }, think] }', chain('think')),
      'v',
    );
    expect(starts(found)).toEqual([undefined, 'base', undefined]);
    expect(codes(found)).not.toContain('SC216');
  });
});

describe('extends', () => {
  const base = curriculum(
    THREE,
    'defaults: { batch: 512, validate: val/rows.jsonl }\nprompt: think.jinja\nname: base',
  );

  it('starts from another file, whose paths count from its own folder', () => {
    const found = check(
      'extends: shared/base.curriculum.yaml\ndatasets: { scenes: { train: mine.jsonl } }\ndefaults: { kl: 0 }\n',
      undefined,
      {
        'shared/base.curriculum.yaml': base,
      },
    );
    expect(lines(found)).toEqual([]);
    const { curriculum: read } = found;
    expect(read?.name).toBe('main');
    expect(read?.prompt).toBe(resolve(ROOT, 'shared/think.jinja'));
    expect(read?.datasets.map(({ train }) => 'path' in train && train.path)).toEqual(
      ['shared/shapes.jsonl', 'shared/sums.jsonl', 'mine.jsonl'].map((path) => resolve(ROOT, path)),
    );
    expect(read?.defaults).toEqual({ batch: 512, kl: 0, validate: resolve(ROOT, 'shared/val/rows.jsonl') });
    expect(found.files.map(({ path }) => path)).toEqual([MAIN, resolve(ROOT, 'shared/base.curriculum.yaml')]);
  });

  it('reports every problem in the file that caused it', () => {
    const files = { 'base.curriculum.yaml': base.replace('data: sums', 'data: smus') };
    const text = 'extends: base.curriculum.yaml\nstages: { see: { epochs: many } }\n';
    const found = check(text, undefined, files);
    expect(found.problems.map(({ code, place }) => [code, place.file])).toEqual([
      ['SC111', MAIN],
      ['SC201', resolve(ROOT, 'base.curriculum.yaml')],
    ]);
    expect(pointed(files['base.curriculum.yaml'], found.locate(['stages', 'think', 'data', 0]))).toBe('smus');
    expect(pointed(text, found.locate(['stages', 0, 'epochs'], 'key'))).toBe('epochs');
    expect(found.locate(['stages', 'see', 'data']).file).toBe(resolve(ROOT, 'base.curriculum.yaml'));
  });

  it('changes, selects and adds stages by id, and inherits variants', () => {
    const files = { 'base.curriculum.yaml': `${base}\nvariants: { short: { defaults: { epochs: 1 } } }\n` };
    const text =
      'extends: base.curriculum.yaml\nstages: [both, see]\nvariants: { short: { stages: [see] } }\n';
    const found = check(text, undefined, files);
    expect(ids(found)).toEqual(['both', 'see']);
    expect(found.variants).toEqual(['short']);
    const short = check(text, 'short', files);
    expect(ids(short)).toEqual(['see']);
    expect(short.curriculum?.defaults.epochs).toBe(1);
  });

  it('says what is missing, broken, or runs in a circle', () => {
    expect(codes(check('extends: gone.yaml\n'))).toContain('SC213');
    const loop = check('extends: b.yaml\n', undefined, {
      'b.yaml': 'extends: ./main.curriculum.yaml\n',
      'main.curriculum.yaml': 'extends: b.yaml\n',
    });
    expect(loop.problems.filter(({ code }) => code === 'SC212').map(({ place }) => place.file)).toEqual([
      resolve(ROOT, 'b.yaml'),
    ]);
    const long = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`f${n}.yaml`, `extends: f${n + 1}.yaml\n`]),
    );
    expect(codes(check('extends: f0.yaml\n', undefined, long))).toContain('SC212');
  });

  it('says one thing of a base that is missing, and does not blame what it may have declared', () => {
    const text = 'extends: gone.yaml\nstages: { see: { data: shapes, epochs: many } }\n';
    expect(codes(check(text))).toEqual(['SC213', 'SC111']);
    expect(codes(check('extends: main.curriculum.yaml\n'))).toEqual(['SC212']);
  });

  it.each([
    ['root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/sh\n'],
    ['password: hunter2\nkey: [\n'],
    ['- secret\n'],
    ['\u0000\u0001 secret'],
    [''],
  ])('quotes nothing of a file that is no curriculum: %j', (foreign) => {
    const found = check('extends: ../etc/passwd\n', undefined, { '../etc/passwd': foreign });
    expect(lines(found)).toEqual(['1:10 SC213 `../etc/passwd` is not a curriculum']);
    expect(found.files).toHaveLength(1);
  });
});

describe('laws of merging', () => {
  const settings = fc.record(
    {
      kl: fc.constantFrom(0, 0.5),
      batch: fc.integer({ min: 1, max: 9 }),
      freeze: fc.constantFrom([], ['vision']),
    },
    { requiredKeys: [] },
  );
  const patch = fc.record(
    {
      defaults: settings,
      schedule: fc.record({ difficulty: fc.constantFrom('none', 'easy-to-hard') }, { requiredKeys: [] }),
      stages: fc.dictionary(fc.constantFrom('see', 'think', 'both'), settings, { noNullPrototype: true }),
    },
    { requiredKeys: [] },
  );
  const meaning = (text: string, variant?: string, files?: Record<string, string>) => {
    const { curriculum: read, problems } = check(text, variant, files);
    return { ...read, variant: undefined, problems: problems.map(({ code }) => code) };
  };
  const yaml = (value: unknown): string => JSON.stringify(value);

  it('an empty variant changes nothing, and a variant over itself is itself', () => {
    fc.assert(
      fc.property(patch, (value) => {
        const text = `${curriculum(THREE)}variants: { empty: {}, v: ${yaml(value)} }\n`;
        expect(meaning(text, 'empty')).toEqual(meaning(text));
        const twice = meaning(`extends: base.yaml\nname: main\nvariants: { v: ${yaml(value)} }\n`, 'v', {
          'base.yaml': text,
        });
        expect(twice).toEqual(meaning(text, 'v'));
      }),
      { numRuns: 60 },
    );
  });

  it('a variant means what a file that extends means', () => {
    fc.assert(
      fc.property(patch, (value) => {
        const base = curriculum(THREE);
        const asVariant = meaning(`${base}variants: { v: ${yaml(value)} }\n`, 'v');
        const asFile = meaning(
          `extends: base.yaml\n${Object.entries(value)
            .map(([key, one]) => `${key}: ${yaml(one)}\n`)
            .join('')}`,
          undefined,
          {
            'base.yaml': base,
          },
        );
        expect(asVariant).toEqual(asFile);
      }),
      { numRuns: 60 },
    );
  });

  it('any list of ids gives exactly those stages in that order, each starting from the one before', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['see', 'think', 'both'], { minLength: 1 }), (order) => {
        const stages = THREE.replace('data: sums', 'data: sums, from: see').replace(
          'data: scenes',
          'data: scenes, from: think',
        );
        const found = check(withVariant(`{ stages: [${order.join()}] }`, stages), 'v');
        expect(ids(found)).toEqual(order);
        order.forEach((_, index) => {
          const from = found.curriculum?.stages[index]?.from;
          expect(from === undefined || from === order[index - 1]).toBe(true);
        });
        expect(codes(found).filter((code) => code !== 'SC216')).toEqual([]);
      }),
    );
  });
});

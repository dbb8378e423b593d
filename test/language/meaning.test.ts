import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  nameFault,
  parseCheckpoint,
  parseDataRef,
  parseModel,
  parseReward,
  safeName,
} from '../../src/language';
import { check, codes, curriculum, lines, MAIN, pointed, ROOT, THREE } from './helpers';

const stage = (rest: string): string =>
  curriculum(`  - { id: see, data: shapes }\n  - { id: think, data: [sums, scenes], ${rest} }`);
const whole = (rest: string): string => curriculum(THREE, rest);

describe('what a stage says', () => {
  it.each([
    ['data: smus', 'SC105 `data` stands twice in this mapping'],
    ['from: sea', 'SC202 Unknown stage `sea`'],
    ['from: think', 'SC203 Stage `think` starts from itself'],
    ['checkpoint: first', 'SC206 `first` is not a checkpoint'],
    ['checkpoint: 40', 'SC206 `40` is not a checkpoint'],
    ['checkpoint: step 0', 'SC206 `step 0` is not a checkpoint'],
    [
      'from: base, checkpoint: last',
      'SC219 No later stage starts from `see`',
      'SC227 `checkpoint` has no effect: the stage starts from the base model',
    ],
    ['gpus: 2', 'SC211 `gpus` has no effect with the embedded engine'],
    ['steps: 3, epochs: 2', 'SC224 `epochs` has no effect beside `steps`'],
    ['validate: shaeps', 'SC223 `shaeps` is no dataset, data file or Hub dataset with its split'],
    ['validate: sums', 'SC223 Dataset `sums` has no `val` rows to validate on'],
    ['validate: shapes'],
    ['validate: hiyouga/geometry3k@test'],
    ['validate: other/rows.parquet'],
    ['checkpoint: step 40'],
    ['until: val_accuracy >= 0.6, order: pass_rate DESC, where: true'],
  ])('%s', (rest, ...expected) => {
    expect(lines(check(stage(rest))).map((line) => line.replace(/^\d+:\d+ /, ''))).toEqual(expected);
  });

  it('is placed on the word that is wrong, with the nearest name', () => {
    const text = curriculum('  - { id: see, data: [shapes, smus] }');
    const [problem] = check(text).problems;
    expect(pointed(text, problem!.place)).toBe('smus');
    expect(problem?.hint).toBe('Did you mean `sums`?');
  });
});

describe('the chain of stages', () => {
  it('has no cycle', () => {
    const found = check(
      curriculum(`  - { id: a, data: [shapes, sums], from: c }
  - { id: b, data: scenes, from: a }
  - { id: c, data: scenes, from: b }`),
    );
    expect(lines(found)).toEqual([
      '7:42 SC203 Stages start from one another: `a` from `c` from `b` from `a`',
    ]);
  });

  it('runs in the order of the list', () => {
    const text = curriculum(
      `  - { id: a, data: [shapes, sums], from: b }\n  - { id: b, data: scenes, from: base }`,
    );
    expect(lines(check(text))).toEqual([
      '7:11 SC219 No later stage starts from `a`',
      '7:42 SC215 `b` runs after `a`, which cannot start from it',
    ]);
  });

  it('is not asked for where one stage pools all', () => {
    const text = `${stage('from: see, until: accuracy > 0.9')}schedule: { capability: merged }\npooled: { epochs: 3 }\n`;
    expect(lines(check(text))).toEqual([
      '8:40 SC207 `from` has no effect: the schedule `merged` trains one stage',
    ]);
    expect(codes(check(`${stage('kl: 0')}pooled: { epochs: 3 }\n`))).toEqual(['SC222']);
    expect(
      codes(
        check(
          `${stage('kl: 0')}pooled: { epochs: 3 }\nvariants: { m: { schedule: { capability: ordered } } }\n`,
        ),
      ),
    ).toEqual([]);
  });
});

describe('names', () => {
  it.each(['see', 'see-and-think', 'a.b_c-1', '_x', '3', 'x'.repeat(64)])('%s can be a folder', (name) => {
    expect(nameFault(name)).toBeUndefined();
    expect(safeName(name)).toBe(name);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    'con',
    'NUL.txt',
    'com1',
    'a.',
    '-a',
    'a b',
    'é',
    'a\0',
    'a:b',
    'x'.repeat(65),
  ])('%j cannot, and has a near name that can', (name) => {
    expect(nameFault(name)).toBeDefined();
    expect(nameFault(safeName(name))).toBeUndefined();
  });

  it('are checked for stages, datasets, variants and the curriculum, whose own name is made safe', () => {
    const text = curriculum(
      '  - { id: ../see, data: [shapes, sums, scenes] }\n  - { id: Base, data: shapes }',
      'name: ../../x\nvariants: { nul: {} }',
    );
    const found = check(text);
    expect(codes(found)).toEqual(['SC205', 'SC205', 'SC205', 'SC205']);
    expect(found.curriculum?.name).toBe('x');
  });

  it('proposes a numbered id where nothing of the name can stay', () => {
    const { problems } = check(
      curriculum('  - { id: see, data: shapes }\n  - { id: 日本, data: [sums, scenes] }'),
    );
    expect(problems.find(({ code }) => code === 'SC205')?.hint).toBe('Write, for example, `stage-2`.');
  });

  it('of two stages differ by more than case', () => {
    const found = check(
      curriculum(
        '  - { id: see, data: [shapes, sums] }\n  - { id: See, data: scenes }\n  - { id: see, data: scenes }',
      ),
    );
    expect(codes(found)).toEqual(['SC204', 'SC204']);
    expect(found.problems[0]?.related?.[0]?.place.range?.start.line).toBe(6);
  });
});

describe('model, engine and reward', () => {
  it.each([
    ['model: qwen3-vl-8c', 'SC208 Unknown model `qwen3-vl-8c`'],
    ['engine: easyr2\nmodel: micro-vlm', 'SC210 Unknown engine `easyr2`'],
    [
      'engine: { trl: {}, easyr1: {} }\nmodel: qwen3-vl-8b',
      'SC210 2 engines are named, but one trains the model',
    ],
    ['engine: { embedded: { device: gpu } }', 'SC112 `device` cannot be `gpu`'],
    ['engine: { embedded: { lora: 1 } }', 'SC110 Unknown key `lora`'],
    ['engine: trl', 'SC113 `model` is missing: the trl engine has no model of its own'],
    ['engine: trl\nmodel: micro-vlm', 'SC220 `micro-vlm` cannot be trained by the trl engine'],
    [
      'model: qwen3-vl-8b',
      'SC221 The embedded engine rehearses this curriculum with `micro-vlm` in place of `qwen3-vl-8b`',
    ],
    ['reward: boxed', 'SC209 Unknown reward `boxed`'],
    ['reward: rewards/math.py', 'SC209 Unknown reward `rewards/math.py`'],
    ['reward: ~/math.py:score', 'SC225 `~/math.py:score` is not a path: `~` is not expanded'],
    ['prompt: $HOME/think.jinja', 'SC225 `$HOME/think.jinja` is not a path: variables are not expanded'],
    ['folders: https://x/y', 'SC225 `https://x/y` is not a folder: a URL is not a file'],
    ['curriculum2: 1', 'SC110 Unknown key `curriculum2`'],
    ['models: { judge: { url: 127.0.0.1, model: m } }', 'SC226 `127.0.0.1` is not an address of a server'],
    [
      'audit: { method: judge, judge: jduge }\nmodels: { judge: { url: "http://h/v1", model: m } }',
      'SC226 Unknown endpoint `jduge`',
    ],
    ['audit: { method: judge }', 'SC113 `judge` is missing: the method `judge` needs a model that judges'],
    ['engine: { embedded: { device: webgpu, threads: 4 } }\nmodel: ./models/mine\nreward: choice'],
  ])('%s', (rest, ...expected) => {
    expect(lines(check(whole(rest))).map((line) => line.replace(/^\d+:\d+ /, ''))).toEqual(expected);
  });

  it('needs a version that this program reads', () => {
    expect(codes(check(whole('').replace('curriculum: 1', 'curriculum: 2')))).toEqual(['SC118']);
    expect(codes(check(whole('').replace('curriculum: 1', 'curriculum: one')))).toEqual(['SC111']);
    expect(codes(check(whole('').replace('curriculum: 1\n', '')))).toEqual(['SC113']);
  });
});

describe('references', () => {
  const at = { file: MAIN };

  it('to data are files or Hub datasets with a split', () => {
    expect(parseDataRef(at, 'data/x.jsonl')).toEqual({
      kind: 'file',
      text: 'data/x.jsonl',
      path: resolve(ROOT, 'data/x.jsonl'),
    });
    expect(parseDataRef(at, 'data/x@2.PARQUET')?.kind).toBe('file');
    expect(parseDataRef(at, 'hiyouga/geometry3k@test')).toEqual({
      kind: 'hub',
      text: 'hiyouga/geometry3k@test',
      id: 'hiyouga/geometry3k',
      split: 'test',
    });
    for (const text of ['data/x', 'hiyouga/geometry3k', 'a/b/c@train', '../x@train', 'x.xlsx', ''])
      expect(parseDataRef(at, text)).toBeUndefined();
  });

  it('to models are presets, Hub ids or folders that start with a dot or a slash', () => {
    expect(parseModel(MAIN, 'micro-vlm')).toEqual({ kind: 'preset', name: 'micro-vlm' });
    expect(parseModel(MAIN, 'Qwen/Qwen3-VL-8B-Instruct')).toEqual({
      kind: 'hub',
      id: 'Qwen/Qwen3-VL-8B-Instruct',
    });
    expect(parseModel(MAIN, './m')).toEqual({ kind: 'folder', path: resolve(ROOT, 'm') });
    expect(parseModel(MAIN, 'C:\\models\\m')?.kind).toBe('folder');
    for (const text of ['qwen', 'a/b/c', 'toString', '-a/b']) expect(parseModel(MAIN, text)).toBeUndefined();
  });

  it('to rewards are built in or a function in a Python file', () => {
    expect(parseReward(MAIN, 'r/math.py:score_1')).toEqual({
      kind: 'python',
      path: resolve(ROOT, 'r/math.py'),
      function: 'score_1',
    });
    for (const text of ['math.py:', 'math.py:1x', 'math:score', 'valueOf'])
      expect(parseReward(MAIN, text)).toBeUndefined();
  });

  it('to checkpoints are best, last or a step', () => {
    expect(parseCheckpoint('step 12')).toEqual({ kind: 'step', step: 12 });
    for (const text of ['step', 'step -1', 'Best', 'step 1.5', `step ${'9'.repeat(40)}`])
      expect(parseCheckpoint(text)).toBeUndefined();
  });
});

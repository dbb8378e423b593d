import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configValue, dotlistArgument, type ConfigValue } from '../../../src/engines/easyr1/dotlist';
import { easyr1StageSettings, type Setting } from '../../../src/engines';
import { treeOptions, type Easyr1Tree } from '../../../src/engines/easyr1/tree';
import { notRun } from '../../not-run';
import { pythonFor } from '../../python/environment';
import { commandOf, planOf, requestOf } from './compile';
import { at, mergeAll, type MergeCase } from './omegaconf';
import { makeFolder, pictures, PNG, sums, type Folder } from './workspace';

const python = pythonFor('EasyR1’s configurations in OmegaConf');
let folder: Folder;
beforeAll(() => {
  folder = makeFolder();
  folder.rows('rows.jsonl', sums(64));
  folder.rows('pictures.jsonl', pictures(64));
  folder.rows('val.jsonl', sums(4));
  folder.write('images/a.png', PNG);
  folder.write('prompt.jinja', '{{ content | trim }} Think first.');
  folder.write(
    'reward.py',
    'REWARD_TYPE = "sequential"\ndef score(reward_input, **kwargs):\n    return {"overall": 0.0}\n',
  );
  // Two checkouts, each with no more than tells the trees apart.
  for (const [home, reward] of [
    ['new', 'class RewardConfig:\n    reward_function: str = ""\n'],
    ['old', 'class RewardConfig:\n    reward_type: str = "batch"\n'],
  ] as const) {
    folder.write(`${home}/verl/workers/reward/config.py`, reward);
    folder.write(`${home}/verl/trainer/main.py`, '');
  }
});
afterAll(() => folder.remove());

const DATASETS = `  rows: { capability: textual-reasoning, train: rows.jsonl, val: val.jsonl }
  pictures: { capability: perception, train: pictures.jsonl, images: images }
`;

/** Curricula that say between them every kind of thing that becomes a key. */
const CURRICULA: readonly (Parameters<Folder['curriculum']>[0] & { readonly name: string })[] = [
  { name: 'nothing but the defaults' },
  {
    name: 'validation, a prompt, two stages',
    more: 'prompt: prompt.jinja\n',
    datasets: DATASETS,
    stages:
      '  - { id: see, data: pictures, epochs: 2 }\n  - { id: think, data: rows, freeze: [vision], kl: 0, warmup_steps: 3 }\n',
  },
  { name: 'a reward of the user’s own', more: 'reward: reward.py:score\n' },
  { name: 'the Hub', defaults: '  validate: hiyouga/geometry3k@test\n  learning_rate: 1e-6\n' },
  {
    name: 'small numbers',
    defaults:
      '  learning_rate: 3e-8\n  weight_decay: 0\n  clip: 0.15\n  clip_high: 0.3\n  temperature: 0.7\n',
  },
  {
    name: 'mappings, lists, nulls and texts that look like something else',
    defaults: `  gpus: 2
  engine_options:
    worker.rollout.val_override_config: { temperature: 0.6, top_p: 0.95, n: 1, stop: ["</answer>", "a, b]"] }
    worker.reward.reward_function_kwargs: { "odd key": true, weight: 1e-6, text: "\${HOME} {x}" }
    worker.actor.model.override_config: { rope_scaling: null }
    trainer.logger: [console, wandb]
    trainer.experiment_name: "1e5"
    trainer.project_name: "null"
    worker.actor.optim.betas: [0.9, 0.95]
    worker.rollout.max_model_len: null
    data.mini_rollout_batch_size: 8
    algorithm.adv_estimator: rloo
`,
  },
  {
    name: 'a step count and chosen rows',
    defaults: '  steps: 3\n',
    stages: '  - { id: think, data: rows, where: "length(problem) > 9" }\n',
  },
];

describe.skipIf(python === undefined)('every compiled configuration', () => {
  it('is accepted by OmegaConf on the config tree in use, with the values that were meant', async () => {
    const cases: (MergeCase & { readonly settings: readonly Setting[]; readonly name: string })[] = [];
    for (const home of ['new', 'old'] as const)
      for (const [index, { name, ...parts }] of CURRICULA.entries()) {
        const file = folder.curriculum({ ...parts, engine: `{ easyr1: { home: ${home} } }` });
        const plan = await planOf(file);
        for (const { id } of plan.stages) {
          const stageDir = join(folder.root, '.stagecraft', 'runs', `${home}-${index}`, 'stages', id);
          const request = requestOf(plan, id, { stageDir });
          const { argv, files } = await commandOf(request);
          const settings = await easyr1StageSettings(request);
          for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, text);
          }
          expect(argv.slice(1, 3)).toEqual(['-m', 'verl.trainer.main']);
          const tree: Easyr1Tree = home === 'new' ? 'newest' : 'older';
          const [config = '', ...rest] = argv.slice(3);
          cases.push({ tree, argv: [config, ...rest], settings, name: `${name} / ${id}` });
          // The file alone says the same as the file and the arguments.
          cases.push({ tree, argv: [config], settings, name: `${name} / ${id}, file alone` });
        }
      }
    expect(cases.length).toBeGreaterThan(20);
    const { results, real } = await mergeAll(python!, cases);
    for (const [index, result] of results.entries()) {
      expect(result, cases[index]!.name).not.toHaveProperty('error');
      const { settings, tree } = cases[index]!;
      if (!('merged' in result)) continue;
      for (const [key, value] of settings) {
        expect(treeOptions(tree).has(key), key).toBe(true);
        expect(at(result.merged, key), key).toEqual(value);
      }
    }
    if (real === null) notRun('EasyR1’s own dataclasses: no Python here imports verl');
    else for (const result of real) expect(result).not.toHaveProperty('error');
  });

  it('would be refused with a key of the other tree, an unknown key or a wrong type', async () => {
    const wrong = [
      ['newest', 'worker.reward.reward_type=batch'],
      ['older', 'worker.actor.model.lora.rank=8'],
      ['newest', 'worker.rollout.m=3'],
      ['newest', 'worker.rollout.n=2.5'],
      ['newest', 'data.shuffle=maybe'],
      ['newest', 'trainer.logger=console'],
      ['newest', '+data.seed=1'],
    ] as const;
    const right = [
      ['older', 'worker.reward.reward_type=batch'],
      ['newest', 'worker.actor.model.lora.rank=8'],
      ['newest', 'worker.actor.optim.lr=1e-6'],
    ] as const;
    const cases = [...wrong, ...right].map(([tree, argument]) => ({ tree, argv: [argument] }));
    const { results } = await mergeAll(python!, cases);
    expect(results.map((result) => 'error' in result)).toEqual([
      ...wrong.map(() => true),
      ...right.map(() => false),
    ]);
  });

  it('carries any value there is', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'null',
        'true',
        'No',
        '1e5',
        '1_000',
        '0x1f',
        '2024-01-01',
        '~',
        '.nan',
        '${a}',
        '\\${a}',
        'C:\\x ${y}',
        'a: b',
        '[x',
        '{y',
        '- z',
        '# c',
        "it's",
        '"q"',
        ' lead',
        'trail ',
        '',
        'a,b',
        '@x',
        '%y',
        '&z',
        '*w',
        '!t',
        '|',
        '>',
        '=',
        '<<',
        '\u0085',
        '\u2028',
        '\ufeff',
      ),
    );
    const value = fc.letrec<{ value: ConfigValue; leaf: ConfigValue }>((tie) => ({
      leaf: fc.oneof(
        text,
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      value: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const values = fc.sample(value, 400).filter((one) => !JSON.stringify(one).includes('???'));
    const key = 'worker.reward.reward_function_kwargs';
    // One start of OmegaConf takes longer than many values.
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Object.fromEntries(values.flatMap((one, n) => (n % 8 === batch ? [[`v${n}`, one]] : []))),
    );
    const cases = batches.map((batch): MergeCase => ({
      tree: 'newest',
      argv: [dotlistArgument(key, configValue(batch))],
    }));
    const { results } = await mergeAll(python!, cases);
    for (const [index, result] of results.entries()) {
      expect(result).toHaveProperty('merged');
      if ('merged' in result) expect(at(result.merged, key)).toEqual(normal(batches[index]!));
    }
  });
});

/** Zero has no sign in JSON. */
const normal = (value: ConfigValue): unknown => JSON.parse(JSON.stringify(value)) as unknown;

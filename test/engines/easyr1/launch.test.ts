import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { easyr1Engine, type PredictLaunch } from '../../../src/engines';
import type { CompanionSpec } from '../../../src/engines/easyr1/companion';
import type { PredictSpec } from '../../../src/engines/trl/spec';
import { packageRoot } from '../../../src/protocol';
import { planOf, requestOf } from './compile';
import { makeFolder, sums, type Folder } from './workspace';

let folder: Folder;
let standIn = '';
beforeAll(() => {
  folder = makeFolder();
  folder.rows('rows.jsonl', sums(64));
  folder.rows('val.jsonl', sums(4));
  folder.write('think.jinja', '{{ content }} Think.');
  folder.write('home/verl/workers/reward/config.py', '    reward_function: str = ""\n');
  folder.write('home/verl/trainer/main.py', '');
  folder.write('home/scripts/model_merger.py', '');
  // In place of an interpreter with EasyR1's packages, which need CUDA: it answers what it is asked, and trains nothing.
  const packages = Object.fromEntries(
    ['torch', 'ray', 'vllm', 'flash-attn', 'tensordict', 'verl'].map((name) => [name, '2.0.0']),
  );
  const answer = JSON.stringify({
    version: [3, 11, 0],
    packages: { ...packages, transformers: '4.57.0', omegaconf: '2.3.0' },
  });
  standIn = folder.write(
    'stand-in-python',
    `#!/bin/sh\ncase "$2" in *find_spec*) echo "${folder.root}/other/verl/__init__.py";; *) echo '${answer}';; esac\n`,
  );
  chmodSync(standIn, 0o755);
});
afterAll(() => folder.remove());

const DATASETS = '  rows: { capability: textual-reasoning, train: rows.jsonl, val: val.jsonl }\n';
const STAGES = '  - { id: one, data: rows }\n  - { id: two, data: rows, checkpoint: last }\n';
const plan = (engine: string, more = '') =>
  planOf(folder.curriculum({ engine, datasets: DATASETS, stages: STAGES, more }));
const ours = () => plan(`{ easyr1: { home: home, python: ${standIn} } }`);

/** A checkpoint in pieces, as EasyR1 leaves it. */
function pieces(): string {
  const step = join(
    folder.root,
    '.stagecraft',
    'runs',
    'run-1',
    'stages',
    'one',
    'checkpoints',
    'global_step_4',
  );
  mkdirSync(join(step, 'actor', 'huggingface'), { recursive: true });
  folder.write(
    join(
      '.stagecraft',
      'runs',
      'run-1',
      'stages',
      'one',
      'checkpoints',
      'global_step_4',
      'actor',
      'huggingface',
      'config.json',
    ),
    '{}',
  );
  return step;
}

const specOf = (files: Readonly<Record<string, string>>, name: string): CompanionSpec =>
  JSON.parse(Object.entries(files).find(([path]) => path.endsWith(name))?.[1] ?? 'null') as CompanionSpec;

describe('what is started for a stage', () => {
  it('is the companion, told to merge, what to start and what to follow', async () => {
    const from = pieces();
    const request = requestOf(await ours(), 'two', { from });
    const { argv, cwd, files } = await easyr1Engine.launch(request);
    expect(argv).toEqual([
      process.execPath,
      join(packageRoot(), 'dist', 'easyr1-runner.cjs'),
      join(request.stageDir, 'easyr1.json'),
    ]);
    expect(cwd).toBe(folder.root);
    const spec = specOf(files, 'easyr1.json');
    expect(spec).toMatchObject({
      kind: 'train',
      stage: 'two',
      output: join(request.stageDir, 'checkpoints'),
      steps: { total: 4 },
      validates: true,
      device: '1 GPU',
      merges: [
        {
          actor: join(from, 'actor'),
          process: {
            argv: [
              standIn,
              join(folder.root, 'home/scripts/model_merger.py'),
              '--local_dir',
              join(from, 'actor'),
            ],
          },
        },
      ],
    });
    expect(spec.main.cwd).toBe(join(folder.root, 'home'));
    expect(spec.main.argv).toContain(`worker.actor.model.model_path=${join(from, 'actor', 'huggingface')}`);
    const { steps } = spec as Extract<CompanionSpec, { kind: 'train' }>;
    expect(spec.main.argv).toContain(`trainer.val_freq=${steps.validateEvery ?? 0}`);
    expect(spec.main.argv).toContain(`trainer.save_freq=${steps.saveEvery ?? 0}`);
    // What the command shows is what is started.
    const shown = await easyr1Engine.command(request);
    expect(spec.main.argv).toEqual(shown.argv);
  });

  it('is a job with a name of its own on a cluster, whose machines have their own packages', async () => {
    const request = requestOf(
      await plan('{ easyr1: { cluster: "http://127.0.0.1:8265", python: /opt/cluster/python } }'),
      'one',
    );
    const spec = specOf((await easyr1Engine.launch(request)).files, 'easyr1.json');
    expect(spec).toMatchObject({
      cluster: { address: 'http://127.0.0.1:8265', submission: 'run-1-one' },
      merges: [],
    });
    expect(spec.main.argv[0]).toBe('/opt/cluster/python');
    expect(spec.main.env).not.toHaveProperty('PYTHONPATH');
  });

  it('is refused with a reason: no EasyR1, no merger, no checkpoint', async () => {
    const from = pieces();
    const none = await plan(`{ easyr1: { home: nowhere, python: ${standIn} } }`);
    await expect(easyr1Engine.launch(requestOf(none, 'one'))).rejects.toThrow(
      /There is no EasyR1 in .*nowhere/u,
    );
    // The package of that name is another program.
    const installed = await plan(`{ easyr1: { python: ${standIn} } }`);
    await expect(easyr1Engine.launch(requestOf(installed, 'one'))).rejects.toThrow(
      /not EasyR1's: it has no trainer\/main\.py/u,
    );
    folder.write('other/verl/trainer/main.py', '');
    await expect(easyr1Engine.launch(requestOf(installed, 'two', { from }))).rejects.toThrow(
      /model_merger\.py.*`engine: \{ easyr1: \{ home/su,
    );
    await expect(easyr1Engine.launch(requestOf(await ours(), 'two'))).rejects.toThrow(
      /starts from a checkpoint of "one"/u,
    );
    const poor = await plan('{ easyr1: { home: home, python: /nowhere/python } }');
    await expect(easyr1Engine.launch(requestOf(poor, 'one'))).rejects.toThrow(
      /No Python runs EasyR1 .*\/nowhere\/python/u,
    );
  });
});

describe('what is started for predictions', () => {
  it('is the companion, told to merge and to let the other runner answer with the weights', async () => {
    const checkpoint = pieces();
    const made = await plan(`{ easyr1: { home: home, python: ${standIn} } }`, 'prompt: think.jinja\n');
    const output = join(
      folder.root,
      '.stagecraft',
      'runs',
      'run-1',
      'stages',
      'two',
      'part-4-predictions.jsonl',
    );
    const request: PredictLaunch = { plan: made, root: folder.root, checkpoint, output, limit: 3 };
    const { files } = await easyr1Engine.predict(request);
    const spec = specOf(files, 'easyr1-predict.json');
    expect(spec).toMatchObject({ kind: 'predict', merges: [{ actor: join(checkpoint, 'actor') }] });
    expect(spec.main.argv[0]).toBe(standIn);
    const runner = specOf(files, 'trl-predict.json') as unknown as PredictSpec;
    expect(runner).toMatchObject({
      kind: 'predict',
      model: join(checkpoint, 'actor', 'huggingface'),
      prompt: '{{ content }} Think.',
      rows: join(folder.root, '.stagecraft', 'runs', 'run-1', 'stages', 'two', 'held-out-rows.jsonl'),
      output,
      limit: 3,
    });
    expect(spec.main.argv.slice(1)).toEqual([
      join(packageRoot(), 'src', 'engines', 'trl', 'runner', 'main.py'),
      Object.keys(files).find((path) => path.endsWith('trl-predict.json')),
    ]);
  });
});

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDataEngine, type DataEngine, type DataSource } from '../../../src/data';
import { engineFor } from '../../../src/engines';
import { keywordArguments } from '../../../src/engines/trl/options';
import { commandFor, environmentFor } from '../../../src/engines/trl/processes';
import { writeRows } from '../../../src/engines/trl/rows';
import type { EngineRow, PredictSpec, TrainSpec } from '../../../src/engines/trl/spec';
import { packageRoot } from '../../../src/protocol';
import { TrlWorkspace } from './stage';
import { discard } from '../../fixtures/discard';

const space = new TrlWorkspace();
const engine = engineFor('trl');
const runner = join(packageRoot(), 'src', 'engines', 'trl', 'runner', 'main.py');
let data: DataEngine;
let train: DataSource;
let png: Buffer;

beforeAll(async () => {
  png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  writeFileSync(join(space.root, 'red.png'), png);
  train = space.source([
    { id: 'b', problem: '<image>Which colour?', answer: 'red', images: ['red.png'], response: 'It is red.' },
    { id: 'a', problem: '1 + 1?', answer: '2', images: [], response: '2' },
  ]);
  data = await openDataEngine({ folders: [space.root] });
});
afterAll(async () => {
  await data.close();
  space.remove();
});

const rowsIn = (path: string): EngineRow[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EngineRow);

/** An interpreter that answers the probe as a complete one would. */
function standInPython(): string {
  const python = join(space.root, '.venv', 'bin', 'python');
  const names = ['torch', 'transformers', 'trl', 'accelerate', 'datasets', 'pillow', 'jinja2', 'peft'];
  const packages = Object.fromEntries(names.map((name) => [name, '99.0']));
  mkdirSync(dirname(python), { recursive: true });
  writeFileSync(python, `#!/bin/sh\necho '${JSON.stringify({ version: [3, 11, 4], packages })}'\n`);
  chmodSync(python, 0o755);
  return python;
}

describe('rows for the runner', () => {
  it('keep their order and have absolute image paths', async () => {
    const output = join(space.root, 'out', 'rows.jsonl');
    await writeRows(data, [{ source: train }], { output, images: join(space.root, 'out', 'images') });
    expect(rowsIn(output)).toEqual([
      {
        id: 'b',
        dataset: 'shapes',
        capability: 'perception',
        question: '<image>Which colour?',
        answer: 'red',
        images: [join(space.root, 'red.png')],
        response: 'It is red.',
      },
      {
        id: 'a',
        dataset: 'shapes',
        capability: 'perception',
        question: '1 + 1?',
        answer: '2',
        images: [],
        response: '2',
      },
    ]);
    expect(existsSync(join(space.root, 'out', 'images'))).toBe(false);
  });

  it('find images that lie in the data file beside it, each once, and what is whole stays', async () => {
    const path = join(space.root, 'embedded.parquet');
    const image = `{ bytes: unhex('${png.toString('hex')}'), path: 'red.png' }`;
    const database = await (await DuckDBInstance.create()).connect();
    await database.run(
      `COPY (SELECT '<image>' || range AS problem, 'red' AS answer, [${image}] AS images FROM range(2)) TO '${path}'`,
    );
    database.closeSync();
    const columns = { question: 'problem', answer: 'answer', images: 'images' };
    const source: DataSource = { ...train, path, format: 'parquet', columns };
    const output = join(space.root, 'embedded', 'rows.jsonl');
    const images = join(space.root, 'embedded', 'images');
    await writeRows(data, [{ source }], { output, images });
    const [first, second] = rowsIn(output);
    expect(first!.images).toEqual(second!.images);
    expect(first!.images[0]).toMatch(/[0-9a-f]{32}\.png$/);
    expect(readFileSync(first!.images[0]!)).toEqual(png);
    expect(readdirSync(images)).toHaveLength(1);
    writeFileSync(output, 'mine\n');
    await writeRows(data, [{ source: train }], { output, images });
    expect(readFileSync(output, 'utf8')).toBe('mine\n');
  });

  it('leave nothing behind when a row is refused', async () => {
    const outside = space.source(
      [{ id: 'x', problem: '<image>?', answer: '1', images: ['../../etc/x.png'] }],
      'test',
    );
    const output = join(space.root, 'refused', 'rows.jsonl');
    await expect(
      writeRows(data, [{ source: train }, { source: outside }], { output, images: join(output, '..', 'i') }),
    ).rejects.toThrow(/x\.png/);
    expect(existsSync(output)).toBe(false);
  });
});

describe('the process of a stage', () => {
  it('is python itself on one GPU, torchrun on several, accelerate with its configuration', () => {
    const script = ['main.py', 'spec.json'];
    expect(commandFor({ python: '/p', gpus: 0 }, script)).toEqual(['/p', ...script]);
    expect(commandFor({ python: '/p', gpus: 1 }, script)).toEqual(['/p', ...script]);
    expect(commandFor({ python: '/p', gpus: 4 }, script).join(' ')).toBe(
      '/p -m torch.distributed.run --standalone --nproc_per_node 4 main.py spec.json',
    );
    expect(commandFor({ python: '/p', gpus: 4, accelerate: '/z.yaml' }, script).join(' ')).toBe(
      '/p -m accelerate.commands.launch --config_file /z.yaml --num_processes 4 main.py spec.json',
    );
  });

  it('sends nothing home, and shares the cores unless the user has', () => {
    expect(environmentFor(1, {})).toMatchObject({ HF_HUB_DISABLE_TELEMETRY: '1', PYTHONUNBUFFERED: '1' });
    expect(environmentFor(1, {})).not.toHaveProperty('OMP_NUM_THREADS');
    expect(Number(environmentFor(2, {}).OMP_NUM_THREADS)).toBeGreaterThan(0);
    expect(environmentFor(2, { OMP_NUM_THREADS: '3' })).not.toHaveProperty('OMP_NUM_THREADS');
  });

  it('is told all that the plan says', async () => {
    const python = standInPython();
    writeFileSync(join(space.root, 'prompt.jinja'), '{{ content }} Think.');
    const plan = space.plan({
      settings: { gpus: 2, freeze: ['vision'] },
      engine: { adapter: 'lora' },
      options: { 'model_init_kwargs.attn_implementation': 'sdpa', epsilon_high: 0.3 },
    });
    const withPrompt = {
      ...plan,
      curriculum: { ...plan.curriculum, prompt: join(space.root, 'prompt.jinja') },
    };
    const launch = await engine.launch(
      space.launch(withPrompt, { train: [train], from: '/before/checkpoint-5', resume: '/own/checkpoint-2' }),
    );
    const file = join(space.stageDir, 'trl.json');
    expect(launch.argv).toEqual(commandFor({ python, gpus: 2 }, [runner, file]));
    expect(launch.cwd).toBe(space.root);
    expect(launch.env.CUDA_VISIBLE_DEVICES).toBeUndefined();
    const spec = JSON.parse(launch.files[file]!) as TrainSpec;
    expect(spec).toMatchObject({
      kind: 'train',
      model: 'Qwen/Qwen2.5-VL-3B-Instruct',
      checkpoint: '/before/checkpoint-5',
      resume: '/own/checkpoint-2',
      engine: { precision: 'bf16', adapter: 'lora', lora_rank: 16, vllm: false },
      prompt: '{{ content }} Think.',
      options: { model_init_kwargs: { attn_implementation: 'sdpa' }, epsilon_high: 0.3 },
      output: join(space.stageDir, 'checkpoints'),
      train: join(space.stageDir, 'rows.jsonl'),
      shuffle: true,
      steps: { total: 20, perEpoch: 10 },
    });
    const names = ['model.visual.blocks.0.attn.qkv', 'model.vision_tower.encoder.x', 'visual.merger.mlp'];
    for (const name of names) expect(name).toMatch(new RegExp(spec.vision));
    expect('model.language_model.layers.0.mlp').not.toMatch(new RegExp(spec.vision));
  });

  it('computes in 32 bits on a processor, and sees no GPU', async () => {
    standInPython();
    const launch = await engine.launch(space.launch(space.plan({ settings: { gpus: 0 } })));
    const spec = JSON.parse(Object.values(launch.files)[0]!) as TrainSpec;
    expect(spec.engine.precision).toBe('fp32');
    expect(launch.env.CUDA_VISIBLE_DEVICES).toBe('');
  });

  it('answers the held-out rows on one GPU, beside the output', async () => {
    const python = standInPython();
    const output = join(space.root, 'predictions', 'part.jsonl');
    const plan = space.plan({ settings: { gpus: 4 }, heldOut: [train] });
    const request = {
      plan,
      root: space.root,
      checkpoint: '/c/checkpoint-9',
      output,
      arms: { k: 3 },
      limit: 7,
    };
    await engine.prepare?.predict(request, data);
    const launch = await engine.predict(request);
    const [file] = Object.keys(launch.files);
    expect(launch.argv).toEqual([python, runner, file]);
    const spec = JSON.parse(launch.files[file!]!) as PredictSpec;
    expect(spec).toMatchObject({
      kind: 'predict',
      checkpoint: '/c/checkpoint-9',
      output,
      arms: { k: 3 },
      limit: 7,
    });
    expect(rowsIn(spec.rows).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('is shown with the Python that is named, there or not, and refused with what was tried', async () => {
    discard(join(space.root, '.venv'));
    const nowhere = join(space.root, 'nowhere', 'python');
    const plan = space.plan({ engine: { python: nowhere } });
    expect((await engine.command(space.launch(plan))).argv[0]).toBe(nowhere);
    await expect(engine.launch(space.launch(plan))).rejects.toThrow(
      `No Python runs \`trl\` (tried ${nowhere} (\`python\` of the engine): not there)`,
    );
    const python = standInPython();
    vi.stubEnv('PATH', '/bin:/usr/bin');
    const quantized = space.plan({ engine: { adapter: 'qlora', python } });
    await expect(engine.launch(space.launch(quantized))).rejects.toThrow(
      `${python} (\`python\` of the engine) lacks packages: bitsandbytes is missing. Run: ${python} -m pip install bitsandbytes`,
    );
    vi.unstubAllEnvs();
  });
});

describe('options as keyword arguments', () => {
  it('nests dotted keys and changes nothing else', () => {
    const options = { 'a.b.c': 1, 'a.d': [1, 2], e: null, f: { g: 1 } };
    expect(keywordArguments(options)).toEqual({ a: { b: { c: 1 }, d: [1, 2] }, e: null, f: { g: 1 } });
    keywordArguments({ '__proto__.polluted': true });
    expect('polluted' in {}).toBe(false);
  });
});

import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PredictSpec, Process } from '../../../../src/engines/easyr1/companion';
import { weightsFault } from '../../../../src/engines/easyr1/companion/weights';
import { pythonFor } from '../../../python/environment';
import { makeStage, ofType, runCompanion, standInMerger, stop, trainSpec } from './support';

const python = pythonFor('the merge of EasyR1’s checkpoints') ?? '';

let stage: Awaited<ReturnType<typeof makeStage>>;
let actor: string;
let weights: string;
beforeEach(async () => {
  stage = await makeStage();
  actor = join(stage.dir, 'from', 'global_step_4', 'actor');
  weights = join(actor, 'huggingface');
  await mkdir(weights, { recursive: true });
  await writeFile(join(weights, 'config.json'), '{}');
});
afterEach(() => stage.remove());

/** Predictions by a process that says one event and does what it is asked. */
const predictSpec = (merger: Process, script = ''): PredictSpec => ({
  kind: 'predict',
  stage: 'predict',
  merges: [{ actor, process: merger }],
  main: {
    argv: [
      process.execPath,
      '-e',
      `console.log('{"type":"progress","phase":"predict","done":1,"total":2}'); console.error('words');
       process.stdin.on('data', (data) => { console.error('asked ' + data); process.exit(0); });
       ${script === '' ? 'process.exit(7);' : script}`,
    ],
    env: {},
    cwd: stage.dir,
  },
});

describe.skipIf(python === '')('merges', { timeout: 30_000 }, () => {
  it('come first, are looked at, and are not made twice', async () => {
    const spec = predictSpec(standInMerger(python, actor));
    const first = await runCompanion(stage.dir, spec);
    expect(first.events).toEqual([
      { type: 'progress', phase: 'load', done: 0, total: 1 },
      { type: 'progress', phase: 'load', done: 1, total: 1 },
      { type: 'progress', phase: 'predict', done: 1, total: 2 },
    ]);
    expect(first.log).toContain('Merge completed.');
    expect(first.log).toContain('words');
    // The exit code is that of the process itself.
    expect(first.code).toBe(7);
    expect(await weightsFault(weights)).toBeUndefined();
    const second = await runCompanion(stage.dir, spec);
    expect(second.log).not.toContain('Merge completed.');
    expect(ofType(second.events, 'progress').map(({ phase }) => phase)).toEqual(['predict']);
  });

  it.each([
    ['raise', /could not be merged: AssertionError: No model file with the proper format\.$/],
    [
      'nothing',
      /left no usable weights in .*: it has neither model\.safetensors nor model\.safetensors\.index\.json$/,
    ],
    ['missing', /model-00002-of-00002\.safetensors is missing/],
    ['torn', /model-00002-of-00002\.safetensors is cut short/],
  ])('that fail (%s) are told with reason and fix, and nothing is started on them', async (fault, reason) => {
    const spec = trainSpec(
      python,
      stage.output,
      {},
      { merges: [{ actor, process: standInMerger(python, actor, fault) }] },
    );
    const { code, events } = await runCompanion(stage.dir, spec);
    expect(code).toBe(1);
    const [failed] = ofType(events, 'failed');
    expect(failed!.message).toMatch(reason);
    expect(failed!.message).toContain('global_step_4');
    expect(failed!.hint).toBeDefined();
    expect(await readdir(stage.dir)).not.toContain('checkpoints');
  });

  it('pass on the request to stop', async () => {
    const spec = predictSpec(standInMerger(python, actor), 'setTimeout(() => {}, 20000);');
    const { code, log } = await runCompanion(stage.dir, spec, (event, child) => {
      if (event.type === 'progress' && event.phase === 'predict') stop(child);
    });
    expect(log).toContain('asked {"type":"stop"}');
    expect(code).toBe(0);
  });
});

describe.skipIf(python === '')('weights', () => {
  it('are there when every file is as long as its header says and has what the index names', async () => {
    expect(await weightsFault(join(stage.dir, 'nowhere'))).toBe('it has no config.json');
    await runCompanion(stage.dir, predictSpec(standInMerger(python, actor)));
    const index = join(weights, 'model.safetensors.index.json');
    const good = { 'layer.1.weight': 'model-00001-of-00002.safetensors' };
    for (const [map, fault] of [
      [good, undefined],
      [{ ...good, 'layer.9.weight': 'model-00002-of-00002.safetensors' }, /has no tensor layer\.9\.weight/],
      [{ ...good, x: '../model-00002-of-00002.safetensors' }, /outside the folder/],
      [{ ...good, x: 'model-00003-of-00002.safetensors' }, /is missing/],
      [{}, /names no weights/],
    ] as const) {
      await writeFile(index, JSON.stringify({ weight_map: map }));
      if (fault === undefined) expect(await weightsFault(weights)).toBeUndefined();
      else expect(await weightsFault(weights)).toMatch(fault);
    }
    await writeFile(index, '{"weight_map":');
    expect(await weightsFault(weights)).toMatch(/is no JSON/);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(8, 0xff), Buffer.from('\x02\0\0\0\0\0\0\0{}')]) {
      await writeFile(join(weights, 'model.safetensors'), bytes);
      expect(await weightsFault(weights)).toMatch(/model\.safetensors is cut short or damaged/);
    }
    await truncate(join(weights, 'model.safetensors'), 0);
  });
});

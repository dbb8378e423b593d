import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { engineFor, trlChanges } from '../../../src/engines';
import { trlNumbers } from '../../../src/engines/trl/numbers';
import { trlBreaches } from '../../../src/engines/trl/rules';
import { TrlWorkspace, type TrlChanges } from './stage';

const space = new TrlWorkspace();
afterAll(() => space.remove());

const engine = engineFor('trl');
const problems = (changes: TrlChanges = {}) => engine.check(space.plan(changes));
const codes = async (changes: TrlChanges) => (await problems(changes)).map(({ code }) => code);

describe('the check of TRL', () => {
  it('finds nothing wrong with the defaults, on any usual number of GPUs and on a processor', async () => {
    for (const gpus of [0, 1, 2, 4, 8]) expect(await codes({ settings: { gpus } })).toEqual([]);
    expect(await codes({ settings: { method: 'sft', rollouts: 1 } })).toEqual([]);
  });

  it('says with the user’s numbers what cannot be shared by the GPUs, and a number that can', async () => {
    const [problem, ...others] = await problems({ settings: { batch: 5, rollouts: 3, gpus: 4 } });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'SC450', severity: 'error' });
    expect(problem!.message).toBe(
      '`batch` x `rollouts` = 5 x 3 = 15 responses cannot be shared by `gpus` = 4 GPUs (stage `see`)',
    );
    expect(problem!.hint).toContain('`batch: 4`');
    expect(problem!.hint).toContain('`gpus: 3`');
  });

  it('holds micro batches against what a step learns from', async () => {
    const settings = { batch: 4, rollouts: 4, gpus: 2 };
    const told = async (options: TrlChanges['options']) => {
      const [problem] = await problems({ settings, options: options ?? {} });
      return problem === undefined ? '' : `${problem.code} ${problem.message}`;
    };
    expect(await told({ per_device_train_batch_size: 4 })).toBe('');
    expect(await told({ per_device_train_batch_size: 4, gradient_accumulation_steps: 2 })).toBe('');
    expect(await told({ per_device_train_batch_size: 3 })).toContain(
      'SC450 `batch` x `rollouts` = 4 x 4 = 16',
    );
    expect(await told({ per_device_train_batch_size: 3 })).toContain('3 x 2 = 6');
    expect(await told({ gradient_accumulation_steps: 3 })).toContain('3 x 2 = 6 micro batches');
    expect(await told({ per_device_train_batch_size: 4, gradient_accumulation_steps: 4 })).toContain(
      '4 x 4 x 2 = 32',
    );
    expect(await told({ generation_batch_size: 16, steps_per_generation: 2 })).toContain('SC451');
    expect(await told({ generation_batch_size: 18 })).toContain('(18) must be divisible by `rollouts` (4)');
    expect(await told({ per_device_train_batch_size: 4, generation_batch_size: 20 })).toContain(
      '(20) must be divisible by the micro batch of all processes (8)',
    );
    expect(
      await codes({
        settings: { ...settings, rollouts: 6, batch: 4 },
        options: { per_device_train_batch_size: 4, steps_per_generation: 1 },
      }),
    ).toEqual(['SC451']);
  });

  it('offers only numbers that break no rule', () => {
    const small = fc.integer({ min: 1, max: 24 });
    const maybe = fc.option(small, { nil: undefined });
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 8 }), maybe, maybe, maybe, (...drawn) => {
        const [batch, rollouts, gpus, own, pieces, sampled] = drawn;
        const engineOptions = Object.fromEntries(
          Object.entries({
            per_device_train_batch_size: own,
            gradient_accumulation_steps: pieces,
            generation_batch_size: sampled,
          }).filter(([, value]) => value !== undefined),
        );
        const { settings } = space.plan({ settings: { batch, rollouts, gpus } }).stages[0]!;
        const stage = { settings, engineOptions };
        const numbers = trlNumbers(stage)!;
        for (const code of ['SC450', 'SC451'])
          for (const change of trlChanges(stage, code))
            expect(trlBreaches({ ...numbers, ...change })).toEqual([]);
        // What the rules say is what TRL counts: a step is micro batches of all processes, without a rest.
        if (trlBreaches(numbers).length > 0) return;
        const total = batch * rollouts;
        expect(total % (gpus * (own ?? 1) * (pieces ?? 1))).toBe(0);
        if (sampled !== undefined) expect(sampled % rollouts).toBe(0);
      }),
    );
  });

  it('refuses what TRL refuses for a vision-language model', async () => {
    const sft = { method: 'sft' } as const;
    for (const options of [{ packing: true }, { padding_free: true }, { assistant_only_loss: true }])
      expect(await codes({ settings: sft, options })).toEqual(['SC452']);
    expect(await codes({ options: { auto_find_batch_size: true } })).toEqual(['SC452']);
    expect(await codes({ options: { sync_ref_model: true }, settings: { kl: 0 } })).toEqual(['SC452']);
    expect(await codes({ options: { sync_ref_model: true }, engine: { adapter: 'lora' } })).toEqual([
      'SC452',
    ]);
    expect(await codes({ options: { sync_ref_model: true } })).toEqual([]);
    expect(await codes({ options: { reward_weights: [1, 2] } })).toEqual(['SC452']);
    expect(await codes({ options: { max_steps: 5 } })).toEqual(['SC452']);
    expect(await codes({ options: { num_generations: 1 } })).toEqual(['SC403']);
    expect(await codes({ options: { no_such_key: 1 } })).toEqual(['SC401']);
  });

  it('refuses on a processor what needs a GPU', async () => {
    const settings = { gpus: 0 };
    for (const own of [{ precision: 'bf16' }, { adapter: 'qlora' }, { vllm: true }]) {
      expect(await codes({ settings, engine: own })).toEqual(['SC453']);
      expect(await codes({ engine: own })).toEqual([]);
    }
    expect(await codes({ settings, options: { bf16: true } })).toEqual(['SC453']);
    expect(await codes({ settings, engine: { precision: 'fp32', adapter: 'lora' } })).toEqual([]);
  });

  it('says why a folder is no model', async () => {
    const folder = join(space.root, 'model');
    const told = async (): Promise<string> => {
      const [problem] = await problems({ model: { kind: 'folder', path: folder } });
      if (problem !== undefined) expect(problem.code).toBe('SC454');
      return problem?.message ?? '';
    };
    expect(await told()).toContain('cannot be read');
    mkdirSync(folder);
    expect(await told()).toContain('no config.json');
    writeFileSync(join(folder, 'adapter_config.json'), '{"base_model_name_or_path":"Qwen/X"}');
    writeFileSync(join(folder, 'adapter_model.safetensors'), 'x');
    expect(await told()).toContain('it is an adapter of Qwen/X without the model');
    writeFileSync(join(folder, 'config.json'), '{"model_type":"qwen2_5_vl"}');
    expect(await told()).toContain('no weights');
    writeFileSync(join(folder, 'model.safetensors'), 'x');
    expect(await told()).toContain('no processor');
    writeFileSync(join(folder, 'preprocessor_config.json'), '{}');
    expect(await told()).toBe('');
    expect(await codes({ model: { kind: 'preset', name: 'micro-vlm' } })).toEqual(['SC454']);
    expect(await codes({ engine: { accelerate: 'none.yaml' } })).toEqual(['SC455']);
  });
});

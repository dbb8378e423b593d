import { describe, expect, it } from 'vitest';
import { SETTINGS, type StageSettings } from '../../src/language';
import type { Plan, PlannedStage } from '../../src/plan';
import { checkGpus } from '../../src/preflight/checks/gpu';
import { checkMemory } from '../../src/preflight/checks/memory';
import { adapterWeights, memoryOf, sum, type MemoryEstimate } from '../../src/preflight/machine/memory';
import { modelShape } from '../../src/preflight/machine/model-shape';

// The figures of `facts/trl.md`, "Larger runs": documentation and experience, in GB of 10^9 bytes.
const SIZES = { '3b': 3.75e9, '8b': 8.8e9 } as const;
const MODELS = {
  '3b': { kind: 'hub', id: 'Qwen/Qwen2.5-VL-3B-Instruct' },
  '8b': { kind: 'preset', name: 'qwen3-vl-8b' },
} as const;

interface Case {
  readonly model: keyof typeof SIZES;
  readonly name?: 'trl' | 'easyr1';
  readonly engine?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Partial<StageSettings>;
}

const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, spec]) => ('default' in spec ? [[key, spec.default]] : [])),
) as unknown as StageSettings;

async function estimate(given: Case): Promise<MemoryEstimate> {
  const { model, name = 'trl', engine = {}, options = {}, settings = {} } = given;
  const curriculum = { model: MODELS[model], engine: { name, options: engine } };
  const stage = { id: 'see', settings: { ...DEFAULTS, ...settings }, engineOptions: options };
  const shape = await modelShape(MODELS[model]);
  const found = memoryOf(
    { curriculum } as unknown as Plan,
    stage as unknown as PlannedStage,
    { parameters: SIZES[model], exact: true, source: 'counted' },
    shape,
  );
  return found!;
}

const place = { file: '/a.curriculum.yaml' };
const need = { kind: 'gpus', count: 1, stage: 'see' } as const;

/** The codes that a card of so many GB gives, as preflight asks for them. */
async function codesOn(gigabytes: number, given: Case, used = 0): Promise<readonly string[]> {
  const found = await estimate(given);
  const memoryTotal = (gigabytes * 1e9) / 2 ** 20;
  const gpu = { index: 0, name: 'a card', memoryTotal, memoryUsed: used, use: 0 };
  const least = { bytes: sum(found.states), formula: 'f' };
  const look = { kind: 'seen', gpus: [gpu] } as const;
  return checkGpus({ need, look, least, estimate: found, place }).problems.map(({ code }) => code);
}

describe('states of a model that is trained', () => {
  const states = async (given: Case): Promise<number> => sum((await estimate(given)).states) / 1e9;
  const HALF = { 'model_init_kwargs.dtype': 'bfloat16' };

  it('are what experience says', async () => {
    const settings = { kl: 0 };
    expect(await states({ model: '3b', options: HALF, settings })).toBeCloseTo(30, 0);
    expect(await states({ model: '3b', settings })).toBeCloseTo(60, 0);
    expect(await states({ model: '8b', options: HALF, settings })).toBeCloseTo(70, 0);
  });

  it('grow by the reference, and by what the GPUs exchange', async () => {
    const alone = await states({ model: '3b', settings: { kl: 0 } });
    expect((await states({ model: '3b', settings: { kl: 0.01 } })) - alone).toBeCloseTo(7.5, 3);
    expect((await states({ model: '3b', settings: { kl: 0, gpus: 2 } })) - alone).toBeCloseTo(15, 3);
    expect(await states({ model: '3b', settings: { method: 'sft' } })).toBe(alone);
    const sharded = { accelerate: 'zero3.yaml' };
    expect(await states({ model: '3b', settings: { kl: 0, gpus: 4 }, engine: sharded })).toBeCloseTo(15, 3);
  });

  it('are those of the adapter where one is trained', async () => {
    const shape = (await modelShape(MODELS['8b']))!;
    // Rank 16 on all linear layers of Qwen3 8B: 43.6 million, as peft counts them.
    expect(adapterWeights(shape, 16) / 1e6).toBeCloseTo(43.6, 0);
    expect(await states({ model: '8b', engine: { adapter: 'lora' } })).toBeCloseTo(8.8 * 2 + 0.7, 1);
    expect(await states({ model: '8b', engine: { adapter: 'qlora' } })).toBeLessThan(6);
  });
});

describe('what fits on a card', () => {
  const small = { batch: 1, rollouts: 8, max_prompt_length: 1024, max_response_length: 1024 };
  const micro = { per_device_train_batch_size: 2 };

  it('24 GB: 3B with LoRA does, 8B only with QLoRA', async () => {
    const common = { settings: small, options: micro };
    expect(await codesOn(24, { ...common, model: '3b', engine: { adapter: 'lora', lora_rank: 32 } })).toEqual(
      [],
    );
    expect(await codesOn(24, { ...common, model: '8b', engine: { adapter: 'qlora' } })).toEqual([]);
    const lora = { settings: small, model: '8b', engine: { adapter: 'lora' } } as const;
    expect(await codesOn(24, lora)).toEqual(['SC541']);
    expect(await codesOn(24, { ...common, model: '3b' })).toEqual(['SC522']);
  });

  it('80 GB: LoRA beside vLLM does, all weights of 3B with masters do not', async () => {
    const common = { settings: small, options: { ...micro, vllm_gpu_memory_utilization: 0.35 } };
    const sleeping = { ...common.options, vllm_enable_sleep_mode: true };
    expect(await codesOn(80, { ...common, model: '3b', engine: { adapter: 'lora', vllm: true } })).toEqual(
      [],
    );
    expect(
      await codesOn(80, {
        ...common,
        model: '8b',
        options: sleeping,
        engine: { adapter: 'lora', vllm: true },
      }),
    ).toEqual([]);
    // F36: the trainer's states and vLLM's share together are too much.
    expect(await codesOn(80, { ...common, model: '3b', engine: { vllm: true } })).toEqual(['SC540']);
  });

  it('141 GB: 3B with masters, and 8B in 16 bits beside a vLLM that sleeps', async () => {
    expect(await codesOn(141, { model: '3b', settings: small, options: micro })).toEqual([]);
    const options = {
      ...micro,
      'model_init_kwargs.dtype': 'bfloat16',
      vllm_gpu_memory_utilization: 0.3,
      vllm_enable_sleep_mode: true,
    };
    const settings = { ...small, kl: 0 };
    expect(await codesOn(141, { model: '8b', settings, options, engine: { vllm: true } })).toEqual([]);
  });

  it('F37: names lengths and micro batch in the formula of an update that does not', async () => {
    const given: Case = {
      model: '3b',
      engine: { adapter: 'lora' },
      settings: { batch: 4, rollouts: 8, max_response_length: 8192 },
      options: { per_device_train_batch_size: 8 },
    };
    expect(await codesOn(24, given)).toContain('SC541');
    const { update = [] } = await estimate(given);
    expect(update.map(({ words }) => words)).toEqual([
      '8 x 10240 tokens x 2048 wide x 106 bytes of activations',
      '8 x 8192 tokens x 151936 words x 10 bytes of logits',
    ]);
    expect(sum(update)).toBe(8 * 10_240 * 2048 * 106 + 8 * 8192 * 151_936 * 10);
  });

  it('F39: a share that holds neither vLLM’s weights nor a response', async () => {
    const given: Case = {
      model: '8b',
      engine: { adapter: 'qlora', vllm: true },
      settings: small,
      options: { ...micro, vllm_gpu_memory_utilization: 0.1, vllm_enable_sleep_mode: true },
    };
    expect(await codesOn(80, given)).toEqual(['SC543']);
    expect(
      await codesOn(80, { ...given, options: { ...given.options, vllm_gpu_memory_utilization: 0.4 } }),
    ).toEqual([]);
  });

  it('knows what EasyR1 shards, shares with vLLM, and offloads', async () => {
    const settings = { ...small, gpus: 2 };
    const stay: Case = { model: '8b', name: 'easyr1', settings };
    // 70 GB of states a GPU, of which weights and AdamW stay beside 0.6 of the card while vLLM samples.
    expect(sum((await estimate(stay)).states) / 1e9).toBeCloseTo((8.8 * 18) / 2, 0);
    expect(await codesOn(120, stay)).toContain('SC540');
    const options = {
      'worker.actor.offload.offload_params': true,
      'worker.actor.offload.offload_optimizer': true,
    };
    expect(await codesOn(120, { ...stay, options })).toEqual([]);
    const { host } = await estimate({ ...stay, options });
    expect(sum(host) / 1e9).toBeCloseTo(8.8 * 12, 0);
  });

  it('warns of a card that others use', async () => {
    const given: Case = { model: '3b', engine: { adapter: 'lora' }, settings: small, options: micro };
    expect(await codesOn(24, given, 12_000)).toEqual(['SC541']);
    expect(await codesOn(Number.NaN, given)).toEqual([]);
  });
});

describe('F38: memory of the machine', () => {
  it('is what every process loads', async () => {
    const { host, stage } = await estimate({ model: '8b', settings: { gpus: 8 } });
    const of = (free: number) =>
      checkMemory({ engine: 'trl', host: { stage, parts: host }, place, free }).problems;
    expect(of(300e9)).toEqual([]);
    expect(of(128e9)[0]).toMatchObject({ code: 'SC542', severity: 'warning' });
    expect(of(128e9)[0]?.message).toContain('8 processes x 8.80 billion weights x 4 bytes');
  });
});

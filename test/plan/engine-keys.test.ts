import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../src/language';
import { ENGINE_KEYS, engineSettings, type EngineKey } from '../../src/plan';
import { METRICS } from '../../src/protocol';
import { openWorkshop, sums, type Workshop } from './workshop';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
  shop.rows('a.jsonl', sums(100));
  shop.rows('val.jsonl', sums(8));
});
afterAll(() => shop.close());

const yaml = (engine: string, stage: string, model = 'qwen3-vl-8b'): string => `curriculum: 1
name: keys
model: ${model}
engine: ${engine}
datasets: { a: { capability: perception, train: a.jsonl, val: val.jsonl } }
stages: [{ id: s, data: a, ${stage} }]
`;

async function keys(engine: string, stage: string, model?: string): Promise<Map<string, EngineKey>> {
  const plan = await shop.planned(yaml(engine, stage, model));
  return new Map(engineSettings(plan, plan.stages[0]!).map((key) => [key.key, key]));
}

const value = (key: EngineKey | undefined): unknown =>
  key === undefined ? undefined : 'value' in key ? key.value : { decided: key.decided };

/** Keys and types of EasyR1's dataclasses at b44b311, without those that it computes itself. */
const EASYR1 = new Map(
  readFileSync(join(__dirname, 'fixtures', 'easyr1-keys.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
);

describe('keys of EasyR1', () => {
  const FULL =
    'batch: 32, rollouts: 5, epochs: 16, kl: 0.02, clip: 0.2, clip_high: 0.3, freeze: [vision], learning_rate: 1e-6, save_every: 12, validate_every: 6';

  it('are all in its config tree, with values of the right type', async () => {
    for (const stage of [FULL, 'steps: 20, kl: 0', 'epochs: 1.5, where: pass_rate < 1']) {
      for (const [name, key] of await keys('easyr1', stage)) {
        const type = EASYR1.get(name);
        expect(type, name).toBeDefined();
        if ('value' in key)
          expect(fits(key.value, type ?? ''), `${name}: ${type} = ${JSON.stringify(key.value)}`).toBe(true);
      }
    }
  });

  it('are set as the published scripts set them', async () => {
    const found = await keys('easyr1', FULL);
    const wanted: Record<string, unknown> = {
      'data.train_files': join(shop.folder, 'a.jsonl'),
      'data.val_files': join(shop.folder, 'val.jsonl'),
      'data.prompt_key': 'problem',
      'data.answer_key': 'answer',
      'data.rollout_batch_size': 32,
      'data.shuffle': true,
      'worker.rollout.n': 5,
      'worker.actor.optim.lr': 1e-6,
      'worker.actor.clip_ratio_low': 0.2,
      'worker.actor.clip_ratio_high': 0.3,
      'worker.actor.model.model_path': 'Qwen/Qwen3-VL-8B-Instruct',
      'worker.actor.model.freeze_vision_tower': true,
      'algorithm.kl_coef': 0.02,
      'trainer.total_epochs': 16,
      'trainer.val_freq': 6,
      'trainer.save_freq': 12,
      'trainer.save_limit': 4,
    };
    expect(Object.fromEntries(Object.keys(wanted).map((key) => [key, value(found.get(key))]))).toEqual(
      wanted,
    );
  });

  it('count steps where epochs are not whole, and build no reference model without KL', async () => {
    const half = await keys('easyr1', 'batch: 10, epochs: 1.5');
    expect([value(half.get('trainer.max_steps')), half.has('trainer.total_epochs')]).toEqual([15, false]);
    expect(value((await keys('easyr1', 'kl: 0')).get('algorithm.disable_kl'))).toBe(true);
  });

  it('name the file that the run will write when rows are chosen', async () => {
    const found = await keys('easyr1', 'where: pass_rate < 1');
    expect(value(found.get('data.train_files'))).toEqual({ decided: 'stages/s/train.parquet of the run' });
  });

  it('give way to the engine’s own options', async () => {
    const found = await keys(
      'easyr1',
      'clip: 0.1, engine_options: { worker.actor.clip_ratio_high: 0.28, data.max_pixels: 1000 }',
    );
    expect(found.get('worker.actor.clip_ratio_high')).toEqual({
      origin: 'engine_options',
      key: 'worker.actor.clip_ratio_high',
      value: 0.28,
    });
    expect(value(found.get('data.max_pixels'))).toBe(1000);
    expect(value(found.get('worker.actor.clip_ratio_low'))).toBe(0.1);
  });
});

function fits(found: unknown, type: string): boolean {
  if (type.startsWith('Tuple'))
    return Array.isArray(found) && found.every((item) => typeof item === 'string');
  if (type === 'bool') return typeof found === 'boolean';
  if (/\bint\b/.test(type)) return Number.isInteger(found);
  if (/\bfloat\b/.test(type)) return typeof found === 'number';
  return typeof found === 'string';
}

describe('keys of TRL', () => {
  it('count completions in the generation batch', async () => {
    const found = await keys('trl', 'batch: 16, rollouts: 8, kl: 0.04, freeze: [vision]');
    expect(value(found.get('generation_batch_size'))).toBe(128);
    expect(value(found.get('num_generations'))).toBe(8);
    expect(value(found.get('beta'))).toBe(0.04);
    expect(found.has('requires_grad')).toBe(true);
  });

  it('have no rollouts in supervised fine-tuning', async () => {
    const found = await keys('trl', 'method: sft, batch: 16');
    expect([...found.keys()].filter((key) => /generation|beta|epsilon|reward/.test(key))).toEqual([]);
  });
});

describe('keys of the embedded engine', () => {
  it('are the settings by their own names', async () => {
    const found = await keys('embedded', 'batch: 16, rollouts: 8, kl: 0.04', 'micro-vlm');
    expect(['batch', 'rollouts', 'kl', 'shuffle', 'model'].map((key) => value(found.get(key)))).toEqual([
      16,
      8,
      0.04,
      true,
      'micro-vlm',
    ]);
    expect(found.has('gpus')).toBe(false);
  });
});

describe('metrics that engines report', () => {
  it.each(ENGINE_NAMES)(
    '%s names only known metrics, and reports reward and validation accuracy',
    (engine) => {
      const { metrics } = ENGINE_KEYS[engine];
      expect(Object.keys(metrics).filter((name) => !(name in METRICS))).toEqual([]);
      expect(metrics.reward).toBeDefined();
      expect(metrics.val_accuracy).toBeDefined();
    },
  );
});

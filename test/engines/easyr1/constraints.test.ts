import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataEngine, type DataEngine } from '../../../src/data';
import { easyr1Engine } from '../../../src/engines';
import { PYTHON_REQUIREMENTS } from '../../../src/engines/python';
import { checkCurriculum } from '../../../src/language';
import { isPlan, makePlan } from '../../../src/plan';
import { makeFolder, pictures, sums, type Folder } from './workspace';

let folder: Folder;
let data: DataEngine;
beforeAll(async () => {
  folder = makeFolder();
  data = await openDataEngine({ folders: [folder.root] });
  folder.rows('rows.jsonl', sums(600));
  folder.rows('few.jsonl', sums(10));
  folder.rows('seen.jsonl', pictures(600));
  folder.write('empty.jsonl', '');
  folder.write('reward.py', 'def other(x):\n    return x\n');
  folder.write('kind.py', 'REWARD_TYPE = "list"\ndef score(x):\n    return x\n');
  folder.write('old/verl/workers/reward/config.py', '    reward_type: str = "batch"\n');
  folder.write('old/verl/trainer/main.py', '');
  folder.write('volcengine/verl/trainer/main_ppo.py', '');
  folder.write('llama/config.json', '{"model_type": "internvl"}');
  mkdirSync(join(folder.root, 'step/actor/huggingface'), { recursive: true });
  folder.write('step/actor/huggingface/config.json', '{"model_type": "qwen3_vl"}');
  folder.write('step/actor/model_world_size_8_rank_0.pt', '');
});
afterAll(async () => {
  await data.close();
  folder.remove();
});

type Parts = NonNullable<Parameters<Folder['curriculum']>[0]>;

/** `code message` of everything that the plan and the engine say, errors and warnings. */
async function said(parts: Parts): Promise<readonly string[]> {
  const checked = checkCurriculum(folder.curriculum(parts), {});
  const made = await makePlan({ checked, data, checkData: false });
  const own = isPlan(made) ? await easyr1Engine.check(made) : [];
  return [...checked.problems, ...made.problems, ...own].map(
    ({ code, message, hint }) => `${code} ${message} | ${hint ?? ''}`,
  );
}

/** The paper's sizes, with an option or two besides. */
const sized = (options: string, settings = ''): Parts => ({
  defaults: `  batch: 512\n  rollouts: 5\n  gpus: 8\n${settings}${options === '' ? '' : `  engine_options: { ${options} }\n`}`,
});
const GAE = 'algorithm.adv_estimator: gae';

type Case = readonly [id: string, parts: Parts, code: string, ...words: string[]];

/** Each constraint: what breaks it, the code, and what of the user's own stands in the message. */
const CASES: readonly Case[] = [
  ['R01', sized('worker.actor.global_batch_size: 200'), 'SC421', '512', '200', '128'],
  ['R02', sized('worker.actor.micro_batch_size_per_device_for_experience: 48'), 'SC422', '2560', '48', '40'],
  [
    'R03',
    sized(`${GAE}, worker.critic.global_batch_size: 200`),
    'SC421',
    '200',
    'worker.critic.global_batch_size',
  ],
  ['R04', sized(`${GAE}, worker.critic.micro_batch_size_per_device_for_experience: 48`), 'SC422', '48'],
  ['R05', sized('worker.rollout.n: 1'), 'SC403', 'worker.rollout.n'],
  ['R05 by the setting', { defaults: '  rollouts: 1\n' }, 'SC249', 'one response'],
  ['R06', sized('algorithm.adv_estimator: ppo'), 'SC402', 'ppo', 'grpo'],
  [
    'R07',
    {
      defaults:
        '  batch: 8\n  rollouts: 2\n  gpus: 8\n  engine_options: { worker.actor.global_batch_size: 1 }\n',
    },
    'SC423',
    '1 prompts x 2 responses',
    '8 GPUs',
  ],
  ['R08', sized('worker.actor.micro_batch_size_per_device_for_update: 12'), 'SC423', '160', '12'],
  [
    'R09',
    sized('worker.actor.fsdp.enable_cpu_offload: true, worker.actor.global_batch_size: 128'),
    'SC423',
    '80',
  ],
  ['R10', sized('worker.rollout.tensor_parallel_size: 3'), 'SC424', '8 GPUs', '3'],
  ['R11', sized('worker.rollout.tensor_parallel_size: 16'), 'SC424', '16', '8 GPUs'],
  ['R12', sized('worker.rollout.max_num_batched_tokens: 4000'), 'SC425', '2048', '4000', '4096'],
  ['R14', { defaults: '  batch: 500\n  rollouts: 5\n  gpus: 8\n' }, 'SC424', '500', '8 GPUs', '496'],
  ['R14 by calls', sized('data.mini_rollout_batch_size: 100'), 'SC424', '100', '8 GPUs'],
  [
    'R15',
    {
      defaults:
        '  batch: 8\n  rollouts: 7\n  gpus: 4\n  engine_options: { worker.actor.global_batch_size: 2 }\n',
    },
    'SC424',
    '14 responses of a GPU',
    'updates of 3',
  ],
  ['R16', { datasets: '  rows: { capability: x, train: few.jsonl }\n' }, 'SC240', '10 rows', '16'],
  ['R16 by calls', sized('data.mini_rollout_batch_size: 1024'), 'SC430', '600', '1024'],
  [
    'R16 of validation',
    { datasets: '  rows: { capability: x, train: rows.jsonl, val: empty.jsonl }\n' },
    'SC305',
    'empty.jsonl',
  ],
  ['R17', { model: 'internvl3-8b' }, 'SC426', 'internvl', 'worker.actor.padding_free'],
  ['R17 of a folder', { model: './llama' }, 'SC426', 'internvl', 'worker.actor.padding_free'],
  [
    'R17 of the critic',
    { model: 'internvl3-8b', ...sized(`${GAE}, worker.critic.padding_free: true`) },
    'SC426',
    'worker.critic.padding_free',
  ],
  ['R19', sized('worker.actor.optim.strategy: sgd'), 'SC402', 'sgd', 'adamw_bf16'],
  ['R20', sized('worker.actor.optim.lr_scheduler_type: linear'), 'SC402', 'linear', 'cosine'],
  ['R21', sized('algorithm.kl_type: both'), 'SC402', 'both', 'adaptive'],
  ['R21 horizon', sized('algorithm.kl_type: adaptive, algorithm.kl_horizon: 0'), 'SC427', '0', '10000'],
  ['R22', sized('algorithm.kl_penalty: k9'), 'SC402', 'k9', 'low_var_kl'],
  ['R23', sized('worker.actor.loss_avg_mode: row'), 'SC402', 'row', 'seq'],
  ['R24', sized('worker.actor.loss_type: gsop'), 'SC402', 'gsop', 'gspo'],
  ['R25', sized('trainer.logger: [console, wandbb]'), 'SC402', 'wandb'],
  ['R26', sized('trainer.load_checkpoint_path: runs/old/actor'), 'SC404', 'trainer.load_checkpoint_path'],
  ['R27', { more: 'reward: nowhere.py:score\n' }, 'SC461', 'nowhere.py'],
  ['R28', { more: 'reward: reward.py:score\n' }, 'SC462', 'score', 'other'],
  ['R29', { more: 'reward: kind.py:score\n' }, 'SC427', 'REWARD_TYPE = "list"', 'sequential'],
  [
    'R30',
    sized('algorithm.online_filtering: true, algorithm.filter_key: exact'),
    'SC427',
    'exact',
    'overall',
  ],
  ['R31', sized('worker.actor.model.lora.target_modules: [q_proj]'), 'SC402', 'target_modules'],
  ['R32', sized('worker.hybrid_engine: false'), 'SC427', 'worker.hybrid_engine'],
  [
    'R33',
    sized('algorithm.online_filtering: true, algorithm.filter_low: 0.9, algorithm.filter_high: 0.1'),
    'SC427',
    '0.9',
    '0.1',
  ],
  ['R35 prompt', { more: 'prompt: nowhere.jinja\n' }, 'SC300', 'nowhere.jinja'],
  ['R35 template', sized('data.override_chat_template: nowhere.jinja'), 'SC428', 'nowhere.jinja'],
  [
    'R35 images',
    {
      datasets: '  rows: { capability: x, train: seen.jsonl, images: nowhere }\n',
    },
    'SC428',
    'nowhere',
  ],
  ['R36', sized('worker.rollout.m: 3'), 'SC401', 'worker.rollout.m'],
  ['R37', sized('data.shuffle: maybe'), 'SC402', 'maybe'],
  ['R38', sized('"+data.seed": 3'), 'SC401', '+data.seed'],
  ['R39', sized('worker.actor.kl_coef: 0.1'), 'SC404', 'worker.actor.kl_coef'],
];

describe('the constraints of EasyR1’s start', () => {
  for (const [id, parts, code, ...words] of CASES)
    it(id, async () => {
      const all = await said(parts);
      const found = all.filter((one) => one.startsWith(`${code} `));
      expect(found.length, all.join('\n')).toBeGreaterThan(0);
      for (const word of words) expect(found.join('\n')).toContain(word);
    });

  it('say nothing of what EasyR1 takes', async () => {
    expect((await said(sized(''))).filter((one) => one.startsWith('SC4'))).toEqual([]);
    expect((await said({})).filter((one) => one.startsWith('SC4'))).toEqual([]);
  });

  it('are looked at elsewhere, or cannot be broken', () => {
    const covered = new Set(CASES.map(([id]) => id.slice(0, 3)));
    const elsewhere: Readonly<Record<string, string>> = {
      R13: 'GPUs are counted at pre-flight.',
      R18: 'The version of Transformers is a requirement of the interpreter.',
      R34: 'How many batches filtering takes is estimated from the pass rates of the rows.',
    };
    const ids = Array.from({ length: 39 }, (_, n) => `R${String(n + 1).padStart(2, '0')}`);
    expect(ids.filter((id) => !covered.has(id) && elsewhere[id] === undefined)).toEqual([]);
    const transformers = PYTHON_REQUIREMENTS.easyr1?.packages.find(({ name }) => name === 'transformers');
    expect(transformers).toMatchObject({ least: [4, 54], below: [5] });
  });
});

describe('what a curriculum for EasyR1 names', () => {
  const named: readonly Case[] = [
    [
      'a checkout that is another program',
      { engine: '{ easyr1: { home: volcengine } }' },
      'SC429',
      'volcengine',
      'another program',
    ],
    ['a checkout that is none', { engine: '{ easyr1: { home: few } }' }, 'SC429', 'few'],
    [
      'weights in pieces',
      { model: './step/actor/huggingface' },
      'SC438',
      'model_merger.py --local_dir',
      'step/actor',
    ],
    ['checkpoints without the optimizer', sized('trainer.save_model_only: true'), 'SC431', 'resumed'],
    ['a cluster', { engine: '{ easyr1: { cluster: "http://127.0.0.1:8265" } }' }, 'SC439', '127.0.0.1'],
    [
      'an old run',
      sized('trainer.find_last_checkpoint: true'),
      'SC404',
      'trainer.find_last_checkpoint',
      'resume',
    ],
    ['rows beside `datasets`', sized('data.train_files: x.jsonl'), 'SC404', 'data.train_files', 'datasets'],
  ];
  for (const [id, parts, code, ...words] of named)
    it(id, async () => {
      const found = (await said(parts)).filter((one) => one.startsWith(`${code} `));
      for (const word of words) expect(found.join('\n')).toContain(word);
    });

  it('is checked against the tree of its checkout', async () => {
    const old = { engine: '{ easyr1: { home: old } }' };
    const type = sized('worker.reward.reward_type: batch');
    const codes = async (parts: Parts): Promise<readonly string[]> =>
      (await said(parts)).map((one) => one.slice(0, 5)).filter((code) => code.startsWith('SC4'));
    expect(await codes({ ...type, ...old })).toEqual([]);
    expect(await codes(type)).toEqual(['SC405']);
    expect(await codes({ ...sized('worker.reward.reward_type: both'), ...old })).toEqual(['SC402']);
    expect(await codes({ ...sized('worker.actor.model.lora.rank: 8'), ...old })).toEqual(['SC401']);
    expect(await codes(sized('worker.actor.model.lora.rank: 8'))).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBench, type Bench } from './mending';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const rows = Array.from({ length: 1024 }, (_, n) =>
    JSON.stringify({ problem: `${n} + 1 = ?`, answer: String(n + 1) }),
  );
  bench.write('rows.jsonl', `${rows.join('\n')}\n`);
});
afterAll(() => bench.close());

interface Case {
  readonly code: string;
  readonly name: string;
  readonly text: string;
  readonly title: string;
  readonly becomes: string;
  readonly about?: string;
}

const head = (engine: string, model = 'qwen3-vl-8b'): string => `curriculum: 1
model: ${model}
engine: ${engine}
datasets: { rows: { capability: textual-reasoning, train: rows.jsonl } }
`;
/** A curriculum for EasyR1 that its own rules find nothing wrong with. */
const easyr1 = (
  defaults: string,
  stage = '',
  model?: string,
  more = '',
): string => `${head('easyr1', model)}${more}defaults:
  batch: 512
  rollouts: 5
  gpus: 8
${defaults}stages:
  - id: see
    data: rows
${stage}`;
const embedded = (
  settings = '',
  engine = 'embedded',
  model = 'micro-vlm',
): string => `${head(engine, model)}defaults: { batch: 8, max_prompt_length: 40, max_response_length: 20${settings} }
stages:
  - { id: see, data: rows }
`;

/** A curriculum for TRL that its own rules find nothing wrong with. */
const trl = (defaults: string, stage = ''): string =>
  `${head('trl')}defaults:\n${defaults}stages:\n  - id: see\n    data: rows\n${stage}`;

const UPDATE = 'worker.actor.micro_batch_size_per_device_for_update';
const EXPERIENCE = 'worker.actor.micro_batch_size_per_device_for_experience';

const CASES: readonly Case[] = [
  {
    code: 'SC401',
    name: 'a misspelt option',
    text: easyr1('', '    engine_options: { worker.actor.clip_ratio_hihg: 0.3 }\n'),
    title: 'Change to `worker.actor.clip_ratio_high`',
    becomes: '{ worker.actor.clip_ratio_high: 0.3 }',
  },
  {
    code: 'SC401',
    name: 'the last part of an option',
    text: easyr1('  engine_options: { clip_ratio_high: 0.3 }\n'),
    title: 'Change to `worker.actor.clip_ratio_high`',
    becomes: '{ worker.actor.clip_ratio_high: 0.3 }',
  },
  {
    code: 'SC402',
    name: 'a number as text',
    text: easyr1('', '    engine_options: { worker.actor.clip_ratio_high: "0_3" }\n'),
    title: 'Write `3`',
    becomes: 'clip_ratio_high: 3',
  },
  {
    code: 'SC402',
    name: 'a word that is none of the list',
    text: easyr1('', '    engine_options: { worker.actor.loss_type: gspo_tokn }\n'),
    title: 'Change to `gspo_token`',
    becomes: 'loss_type: gspo_token',
  },
  {
    code: 'SC403',
    name: 'one response by an option',
    text: easyr1('', '    engine_options: { worker.rollout.n: 1 }\n'),
    title: 'Remove `worker.rollout.n`',
    becomes: 'data: rows',
  },
  {
    code: 'SC403',
    name: 'one response',
    text: embedded(', rollouts: 1'),
    title: 'Set `rollouts: 5`',
    becomes: 'rollouts: 5',
  },
  {
    code: 'SC404',
    name: 'a key that is filled in',
    text: easyr1(
      '',
      '    engine_options: { worker.actor.kl_coef: 0.1, worker.actor.clip_ratio_high: 0.3 }\n',
    ),
    title: 'Remove `worker.actor.kl_coef`',
    becomes: '{ worker.actor.clip_ratio_high: 0.3 }',
  },
  {
    code: 'SC405',
    name: 'a key that is gone',
    text: easyr1('  engine_options:\n    worker.reward.reward_type: batch\n'),
    title: 'Remove `worker.reward.reward_type`',
    becomes: 'gpus: 8\nstages',
  },
  {
    code: 'SC405',
    name: 'a key with another name',
    text: `${head('trl')}stages: [{ id: see, data: rows, engine_options: { no_cuda: true } }]\n`,
    title: 'Change to `use_cpu`',
    becomes: '{ use_cpu: true }',
  },
  {
    code: 'SC406',
    name: 'an option of another method',
    text: `${head('trl')}stages: [{ id: see, data: rows, engine_options: { packing: true } }]\n`,
    title: 'Remove `packing`',
    becomes: 'engine_options: ',
  },
  {
    code: 'SC411',
    name: 'a folder without a model',
    text: embedded('', '{ embedded: { threads: 2 } }', '.'),
    title: 'Change to `micro-vlm`',
    becomes: 'model: micro-vlm',
  },
  {
    code: 'SC420',
    name: 'a vision tower that EasyR1 does not find',
    text: easyr1(
      '  engine_options: { worker.actor.padding_free: false }\n',
      '    freeze: [vision]\n',
      'internvl3-8b',
    ),
    title: 'Remove `freeze`: the vision tower is trained either way',
    becomes: 'data: rows\n',
  },
  {
    code: 'SC420',
    name: 'the same by the engine’s own key',
    text: easyr1(
      '  engine_options: { worker.actor.padding_free: false, worker.actor.model.freeze_vision_tower: true }\n',
      '',
      'OpenGVLab/InternVL3_5-8B-HF',
    ),
    title: 'Remove `worker.actor.model.freeze_vision_tower`: the vision tower i',
    becomes: '{ worker.actor.padding_free: false }',
  },
  {
    code: 'SC424',
    name: 'a batch of 500',
    text: easyr1('').replace('batch: 512', 'batch: 500'),
    title: 'Set `batch: 496`',
    becomes: '  batch: 496\n',
  },
  {
    code: 'SC424',
    name: 'the batch of one stage of two',
    text: easyr1('', '    batch: 300\n  - { id: think, data: rows }\n'),
    title: 'Set `batch: 296`',
    becomes: '    batch: 296\n',
  },
  {
    code: 'SC421',
    name: 'an update of 200 prompts',
    text: easyr1('', '    engine_options: { worker.actor: { global_batch_size: 200 } }\n'),
    title: 'Set `worker.actor.global_batch_size: 128`',
    becomes: 'worker.actor: { global_batch_size: 128 }',
  },
  {
    code: 'SC422',
    name: 'pieces to be scored',
    text: easyr1('', `    engine_options: { ${EXPERIENCE}: 48 }\n`),
    title: `Set \`${EXPERIENCE}: 40\``,
    becomes: `${EXPERIENCE}: 40`,
  },
  {
    code: 'SC423',
    name: 'pieces of an update',
    text: easyr1('', `    engine_options: { ${UPDATE}: 12 }\n`),
    title: `Set \`${UPDATE}: 10\``,
    becomes: `${UPDATE}: 10`,
  },
  {
    code: 'SC423',
    name: 'CPU offload',
    text: easyr1('', '    engine_options: { worker.actor.fsdp.enable_cpu_offload: true }\n'),
    title: `Set \`${UPDATE}: 40\``,
    becomes: `${UPDATE}: 40`,
  },
  {
    code: 'SC424',
    name: 'one GPU for groups of two',
    text: easyr1('  engine_options: { worker.rollout.tensor_parallel_size: 2 }\n').replace(
      'gpus: 8',
      'gpus: 1',
    ),
    title: 'Set `worker.rollout.tensor_parallel_size: 1`',
    becomes: 'engine_options: { worker.rollout.tensor_parallel_size: 1 }',
  },
  {
    code: 'SC424',
    name: 'six GPUs',
    text: easyr1('').replace('gpus: 8', 'gpus: 6'),
    title: 'Set `gpus: 4`',
    becomes: '  gpus: 4\n',
  },
  {
    code: 'SC424',
    name: 'no GPU',
    text: easyr1('').replace('gpus: 8', 'gpus: 0'),
    title: 'Set `gpus: 1`',
    becomes: '  gpus: 1\n',
  },
  {
    code: 'SC425',
    name: 'lengths',
    text: easyr1(
      '  max_prompt_length: 8000\n  engine_options: { worker.rollout.max_num_batched_tokens: 8192 }\n',
    ),
    title: 'Set `worker.rollout.max_num_batched_tokens: 10048`',
    becomes: 'engine_options: { worker.rollout.max_num_batched_tokens: 10048 }',
  },
  {
    code: 'SC426',
    name: 'packing of InternVL',
    text: easyr1('', '', 'internvl3.5-8b'),
    title: 'Set `worker.actor.padding_free: false`',
    becomes: 'engine_options: { worker.actor.padding_free: false }',
  },
  {
    code: 'SC427',
    name: 'supervised fine-tuning',
    text: easyr1('', '    method: sft\n'),
    title: 'Train with `engine: trl`',
    becomes: 'engine: trl',
  },
  {
    code: 'SC427',
    name: 'another worker',
    text: easyr1('  engine_options: { worker.hybrid_engine: false }\n'),
    title: 'Remove `worker.hybrid_engine`',
    becomes: 'gpus: 8\n',
  },
  {
    code: 'SC404',
    name: 'a checkpoint of another run',
    text: easyr1('  engine_options: { trainer.load_checkpoint_path: runs/old/global_step_9 }\n'),
    title: 'Remove `trainer.load_checkpoint_path`',
    becomes: 'gpus: 8\n',
  },
  {
    code: 'SC428',
    name: 'a chat template that is not there',
    text: easyr1('  engine_options: { data.override_chat_template: chat.jinja, data.seed: 2 }\n'),
    title: 'Remove `data.override_chat_template`',
    becomes: 'engine_options: { data.seed: 2 }',
  },
  {
    code: 'SC430',
    name: 'calls of more prompts than there are rows',
    text: easyr1('  engine_options: { data.mini_rollout_batch_size: 2048 }\n'),
    title: 'Remove `data.mini_rollout_batch_size`',
    becomes: 'gpus: 8\n',
  },
  {
    code: 'SC431',
    name: 'checkpoints without the optimizer',
    text: easyr1('  engine_options: { trainer.save_model_only: true }\n'),
    title: 'Remove `trainer.save_model_only`',
    becomes: 'gpus: 8\n',
  },
  {
    code: 'SC427',
    name: 'a horizon of nothing',
    text: easyr1('  engine_options: { algorithm.kl_type: adaptive, algorithm.kl_horizon: 0 }\n'),
    title: 'Remove `algorithm.kl_horizon`',
    becomes: '{ algorithm.kl_type: adaptive }',
  },
  {
    code: 'SC450',
    name: 'responses that the GPUs cannot share',
    text: trl('  batch: 5\n  rollouts: 3\n  gpus: 4\n'),
    title: 'Set `batch: 4`',
    becomes: '  batch: 4\n',
  },
  {
    code: 'SC450',
    name: 'micro batches that do not divide',
    text: trl('  batch: 4\n  rollouts: 4\n', '    engine_options: { per_device_train_batch_size: 3 }\n'),
    title: 'Set `per_device_train_batch_size: 2`',
    becomes: 'engine_options: { per_device_train_batch_size: 2 }',
  },
  {
    code: 'SC451',
    name: 'groups that are not sampled whole',
    text: trl('  batch: 4\n  rollouts: 4\n', '    engine_options: { generation_batch_size: 18 }\n'),
    title: 'Set `generation_batch_size: 16`',
    becomes: 'engine_options: { generation_batch_size: 16 }',
  },
  {
    code: 'SC452',
    name: 'an option that TRL refuses for images',
    text: trl('  method: sft\n', '    engine_options: { packing: true, seed: 2 }\n'),
    title: 'Remove `packing`',
    becomes: 'engine_options: { seed: 2 }',
  },
  {
    code: 'SC453',
    name: '16 bits on a processor',
    text: trl('  gpus: 0\n').replace('engine: trl', 'engine: { trl: { precision: bf16, adapter: lora } }'),
    title: 'Remove `precision`',
    becomes: 'engine: { trl: { adapter: lora } }',
  },
];

describe('quick fixes of what an engine says', () => {
  it('starts from a curriculum that EasyR1 would take', async () => {
    const { diagnostics } = await bench.look(easyr1(''));
    expect(diagnostics.map(({ code }) => code).filter((code) => String(code).startsWith('SC4'))).toEqual([]);
  });

  it.each(CASES.map((one) => [`${one.code}: ${one.name}`, one] as const))('%s', async (_, one) => {
    const [first] = await bench.mend(one.text, one.code, one.about);
    expect(first?.title).toContain(one.title);
    expect(first?.text).toContain(one.becomes);
  });
});

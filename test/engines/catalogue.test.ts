import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataEngine } from '../../src/data';
import {
  acceptsValue,
  describeOption,
  engineOption,
  engineOptions,
  removedOption,
  withEngineProblems,
} from '../../src/engines';
import { ENGINE_NAMES, ENGINES } from '../../src/language';
import { checkFile } from '../../src/plan';

describe('the tables of engine options', () => {
  it.each(ENGINE_NAMES)('%s: every row is whole', (engine) => {
    const options = [...engineOptions(engine).values()];
    expect(options.length).toBeGreaterThan(5);
    for (const option of options) {
      expect(['string', 'integer', 'number', 'boolean', 'list', 'map', 'any']).toContain(option.type);
      expect(option.doc, option.key).toMatch(/^\S.{8,}[.]$/s);
      expect(option.key).toMatch(/^[a-z_][\w.]*$/);
      expect(describeOption(option)).not.toBe('');
      // The engine would refuse its own default otherwise; the embedded engine's `base` has none.
      if (option.default !== null) expect(acceptsValue(option, option.default), option.key).toBe(true);
      else expect(option.nullable || option.key === 'base', option.key).toBe(true);
      for (const value of option.values ?? [])
        expect(acceptsValue(option, option.type === 'list' ? [value] : value)).toBe(true);
    }
  });

  it('hold the keys of each engine’s configuration', () => {
    const easyr1 = engineOptions('easyr1');
    expect(easyr1.size).toBe(193);
    expect(easyr1.get('worker.actor.clip_ratio_high')).toEqual({
      key: 'worker.actor.clip_ratio_high',
      type: 'number',
      nullable: false,
      default: 0.3,
      doc: 'How far above 1 the probability ratio may go before it is clipped (DAPO’s wider upper bound).',
      automatic: false,
    });
    expect(easyr1.get('worker.actor.kl_coef')?.automatic).toBe(true);
    expect(easyr1.get('algorithm.adv_estimator')?.values).toContain('rloo');
    expect(easyr1.get('worker.actor.fsdp.torch_dtype')).toMatchObject({
      nullable: true,
      values: ['bf16', 'fp16', 'fp32'],
    });

    const trl = engineOptions('trl');
    expect(trl.get('num_generations')).toMatchObject({ type: 'integer', default: 8, methods: ['grpo'] });
    expect(trl.get('packing')?.methods).toEqual(['sft']);
    expect(trl.get('logging_steps')).toMatchObject({ default: 10 });
    expect(trl.get('logging_steps')?.methods).toBeUndefined();

    const embedded = engineOptions('embedded');
    expect([...embedded.keys()]).toEqual(
      expect.arrayContaining([...Object.keys(ENGINES.embedded.settings), 'validation_samples', 'base']),
    );
    expect(embedded.get('device')).toMatchObject({ values: ['cpu', 'webgpu', 'cuda'], default: 'cpu' });
    expect(embedded.get('validation_rows')?.default).toBe(64);
  });

  it('find the mapping that a key is an entry of', () => {
    expect(engineOption('trl', 'model_init_kwargs.dtype')?.key).toBe('model_init_kwargs');
    expect(engineOption('easyr1', 'worker.rollout.val_override_config.n')?.key).toBe(
      'worker.rollout.val_override_config',
    );
    expect(engineOption('easyr1', 'worker.rollout.n.n')).toBeUndefined();
    expect(engineOption('easyr1', 'worker.rollout')).toBeUndefined();
    expect(removedOption('easyr1', 'worker.reward.reward_type')?.instead).toContain('REWARD_TYPE');
    expect(removedOption('easyr1', 'constructor')).toBeUndefined();
  });
});

describe('engine_options of an engine that is not on this machine', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'stagecraft-options-')));
    await writeFile(
      join(folder, 'rows.jsonl'),
      Array.from(
        { length: 16 },
        (_, i) => `${JSON.stringify({ problem: `${i} + 1 = ?`, answer: `${i + 1}` })}\n`,
      ).join(''),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Code, place and message of each problem of the options. */
  async function problemsOf(engine: string, ...stages: readonly string[]): Promise<readonly string[]> {
    const file = join(folder, 'a.curriculum.yaml');
    const text = `curriculum: 1
model: qwen2.5-vl-7b
engine: ${engine}
datasets: { rows: { capability: textual-reasoning, train: rows.jsonl } }
defaults: { batch: 8, rollouts: 4 }
stages:
${stages.map((options, index) => `  - { id: s${index}, data: rows, engine_options: ${options} }`).join('\n')}
`;
    await writeFile(file, text);
    const data = await openDataEngine({ folders: [folder] });
    try {
      const checked = await checkFile(file, { data });
      const problems = await withEngineProblems(file, checked);
      return problems
        .filter(({ code }) => /^SC40[1-9]$/.test(code))
        .map(({ code, message, hint, place: { range } }) => {
          const at = range === undefined ? '' : text.slice(range.start.offset, range.end.offset);
          return `${code} [${at}] ${message} | ${hint ?? ''}`;
        });
    } finally {
      await data.close();
    }
  }

  it('is checked: names, kinds, filled-in keys, keys that are gone', async () => {
    expect(
      await problemsOf(
        'easyr1',
        '{ worker.actor.clip_ratio_hihg: 0.3 }',
        '{ clip_ratio_high: 0.3, worker.actor: 1, temperature: 1, quite_other_thing: 1 }',
        '{ worker.actor.kl_coef: 0.1, worker.reward.reward_type: batch }',
        '{ worker.rollout.n: 2.5, data.shuffle: maybe, algorithm.adv_estimator: ppo, trainer.logger: console }',
        '{ worker.actor: { loss_avg_mode: seq, optim: { lr: 1e-6 } }, worker.rollout.val_override_config: { n: 1 } }',
      ),
    ).toEqual([
      'SC401 [worker.actor.clip_ratio_hihg] EasyR1 has no option `worker.actor.clip_ratio_hihg` | Did you mean `worker.actor.clip_ratio_high`?',
      'SC401 [clip_ratio_high] EasyR1 has no option `clip_ratio_high` | Did you mean `worker.actor.clip_ratio_high`?',
      'SC401 [worker.actor] `worker.actor` is a group of options of EasyR1, not an option | Write one of its options, such as `worker.actor.strategy`.',
      'SC401 [temperature] EasyR1 has no option `temperature` | Did you mean `worker.rollout.temperature`?',
      'SC401 [quite_other_thing] EasyR1 has no option `quite_other_thing` | Keys of `engine_options` are written in full, as the engine itself names them.',
      'SC404 [worker.actor.kl_coef] `worker.actor.kl_coef` is filled in when a stage starts, so a value written here would be lost | Leave it out. Filled in from `algorithm.kl_coef`.',
      'SC405 [worker.reward.reward_type] `worker.reward.reward_type` was dropped from EasyR1 on 2025-11-16 (commit b637de8), which now refuses to start with it | Leave it out, and write `REWARD_TYPE = "batch"` or `"sequential"` in the reward’s Python file.',
      'SC402 [2.5] `worker.rollout.n` must be a whole number, not `2.5` | The engine’s own default is `1`.',
      'SC402 [maybe] `data.shuffle` must be `true` or `false`, not `maybe` | The engine’s own default is `true`.',
      'SC402 [ppo] `algorithm.adv_estimator` must be one of `gae`, `grpo`, `grpo_passk`, `reinforce_plus_plus`, `remax`, `rloo`, not `ppo` | The engine’s own default is `"grpo"`.',
      'SC402 [console] `trainer.logger` must be a list of `console`, `file`, `mlflow`, `swanlab`, `tensorboard`, `wandb`, not `console` | Did you mean `[console]`?',
    ]);
  });

  it('is checked for the method of each stage, and placed at the value that is wrong', async () => {
    expect(
      await problemsOf(
        'trl',
        '{ gradient_checkpointing: true, epsilon_high: 0.28 }',
        '{ gradient_checkpointing: 3, model_init_kwargs: { dtype: bfloat16 } }',
        '{ packing: true, max_prompt_length: 100, warmup_ratio: 0.1, numgenerations: 4 }',
      ),
    ).toEqual([
      'SC402 [3] `gradient_checkpointing` must be `true` or `false`, not `3` | The engine’s own default is `true`.',
      'SC406 [packing] `packing` is an option of the method `sft`, and stage `s2` trains with `grpo` | Leave it out, or move it to the stages that it is for.',
      'SC405 [max_prompt_length] `max_prompt_length` is no longer an option of TRL, which cuts no prompt | Leave it out; keep prompts short by fewer or smaller images.',
      'SC405 [warmup_ratio] `warmup_ratio` is no longer an option of Transformers | Write `warmup_steps`: a number below 1 is a share of all steps.',
      'SC401 [numgenerations] TRL has no option `numgenerations` | Did you mean `num_generations`?',
    ]);
  });
});

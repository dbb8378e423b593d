import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AdoptError, adoptScripts, canAdopt } from '../../src/adopt';
import { checkCurriculum } from '../../src/language';
import { engineOptions } from '../../src/engines';
import { discard } from '../fixtures/discard';
import { ends } from '../fixtures/hang';

const root = mkdtempSync(join(tmpdir(), 'stagecraft-adopt-'));
afterAll(() => discard(root));

let count = 0;
function put(text: string, name = `script-${(count += 1)}.sh`): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** The curriculum that a script becomes, as the language reads it, with its problems of text and meaning. */
function adopt(...paths: readonly string[]) {
  const { text, notes } = adoptScripts(paths);
  const file = put(text, `adopted-${(count += 1)}.curriculum.yaml`);
  const { curriculum, problems } = checkCurriculum(file);
  return { text, curriculum, problems, notes: notes.map((note) => note.text) };
}

const start = (...words: readonly string[]): string =>
  `python3 -m verl.trainer.main data.train_files=rows.jsonl data.prompt_key=problem worker.actor.model.model_path=Qwen/Qwen3-VL-8B-Instruct ${words.join(' ')}\n`;

describe('a start of EasyR1', () => {
  it('is said in the language’s words where there are some, and by options where not', () => {
    const { curriculum, problems, notes } = adopt(
      put(
        start(
          'worker.rollout.n=5 data.rollout_batch_size=512 worker.actor.optim.lr=5e-7 algorithm.kl_coef=5.0e-2',
          'algorithm.use_kl_loss=true algorithm.kl_penalty=low_var_kl trainer.save_limit=8 trainer.nnodes=2',
          'worker.actor.model.freeze_vision_tower=true worker.actor.loss_type=gspo data.max_pixels=500000',
          'worker.reward.reward_function=./reward.py:score data.format_prompt=prompts/a.jinja',
        ),
      ),
    );
    const [stage] = curriculum?.stages ?? [];
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(curriculum?.model).toEqual({ kind: 'preset', name: 'qwen3-vl-8b' });
    expect(curriculum?.engine).toEqual({ name: 'easyr1', options: { nodes: 2 } });
    expect(stage?.settings).toMatchObject({
      rollouts: 5,
      batch: 512,
      learning_rate: 5e-7,
      kl: 0.05,
      keep_checkpoints: 7,
      freeze: ['vision'],
    });
    // EasyR1's defaults where they are not the language's.
    expect(stage?.settings).toMatchObject({
      epochs: 15,
      clip_high: 0.3,
      max_prompt_length: 512,
      max_response_length: 512,
      gpus: 8,
    });
    expect(stage?.engineOptions).toEqual({ 'worker.actor.loss_type': 'gspo', 'data.max_pixels': 500_000 });
    expect(curriculum?.reward).toEqual({ kind: 'python', path: join(root, 'reward.py'), function: 'score' });
    expect(curriculum?.prompt).toBe(join(root, 'prompts/a.jinja'));
    expect(notes.filter((note) => !note.includes('guess'))).toEqual([]);
  });

  it.each([
    ['worker.reward.reward_type=batch', 'dropped from EasyR1'],
    ['worker.actor.kl_coef=0.1', 'overwrites it'],
    ['trainer.load_checkpoint_path=old/global_step_3', 'a run resumes its own'],
    ['worker.actor.learning=3', 'EasyR1 has no such key'],
    ['+trainer.val_freq=3', 'Hydra'],
    ['trainer.val_freq=15 trainer.save_freq=31 data.val_files=v/w@test', '`best` is not measured'],
    ['data.train_files=/path/to/rows.jsonl', 'placeholder'],
    ['data.image_dir=$IMAGES', '`IMAGES` no value'],
    ['config=$CONFIG', 'could not be read'],
    [
      'worker.actor.model.model_path=OpenGVLab/InternVL3-8B-hf worker.actor.model.freeze_vision_tower=true',
      'does not find the vision tower',
    ],
  ])('with %s is taken with a remark', (words, remark) => {
    const { notes, text } = adopt(put(start(words)));
    expect(notes.some((note) => note.includes(remark))).toBe(true);
    expect(text.replaceAll(/\n# {3}/gu, ' ')).toContain(notes.find((note) => note.includes(remark)) ?? '?');
  });

  it.each([
    ['algorithm.disable_kl=true', { kl: 0 }, {}],
    ['algorithm.kl_coef=0.2', { kl: 0.2 }, { 'algorithm.use_kl_loss': false, 'algorithm.kl_penalty': 'kl' }],
    [
      'worker.actor.optim.lr_warmup_ratio=0.05',
      {},
      { 'worker.actor.optim.lr_warmup_ratio': 0.05, 'worker.actor.optim.lr_warmup_steps': null },
    ],
    ['trainer.max_steps=40', { steps: 40 }, {}],
    ['data.shuffle=false', {}, { 'data.shuffle': false }],
    ['worker.rollout.seed=4', {}, { 'worker.rollout.seed': 4 }],
    ['trainer.val_freq=-1', {}, { 'trainer.val_freq': -1 }],
    ['algorithm.adv_estimator=rloo', {}, { 'algorithm.adv_estimator': 'rloo' }],
  ])('%s', (words, settings, options) => {
    const [stage] = adopt(put(start(words))).curriculum?.stages ?? [];
    expect(stage?.settings).toMatchObject(settings);
    expect(stage?.engineOptions).toMatchObject(options);
  });

  it('keeps variables that nobody set as they are written', () => {
    const { text, notes } = adopt(
      put(
        'python3 -m verl.trainer.main data.train_files="${DATA}/rows.jsonl" worker.actor.model.model_path=${MODEL:?name one}\n',
      ),
    );
    expect(text).toContain('train: "${DATA}/rows.jsonl"');
    expect(text).toContain('model: "${MODEL}"');
    expect(notes).toContain(
      'The script gives `MODEL` no value (it says: name one): `${MODEL}` stands where its value belongs.',
    );
  });
});

describe('a start on a cluster', () => {
  it('is submitted to the address that the script gives, with all files that it names', () => {
    const { curriculum, notes } = adopt(
      put(
        'ray job submit --address="http://10.0.0.1:8265" --no-wait -- python3 -m verl.trainer.main ' +
          'data.train_files="[a.jsonl,b.jsonl]" worker.actor.model.model_path=org/model ' +
          'trainer.n_gpus_per_node=$((4 * 2))\n',
      ),
    );
    expect(curriculum?.engine.options.cluster).toBe('http://10.0.0.1:8265');
    expect(curriculum?.stages[0]?.settings.gpus).toBe(8);
    expect(JSON.stringify(notes)).toContain('takes one `data.train_files`, and 2 are given');
  });
});

describe('several starts', () => {
  it('are stages; a checkpoint of one is where another begins', () => {
    const stage = (name: string, model: string): string =>
      start(`trainer.experiment_name=${name} worker.actor.model.model_path=${model}`);
    const checkpoint = 'checkpoints/p/run_one/global_step_40/actor/huggingface';
    const { curriculum, problems } = adopt(
      put(
        stage('run_one', 'Qwen/Qwen3-VL-8B-Instruct') +
          stage('run_two', 'Qwen/Qwen3-VL-8B-Instruct') +
          stage('run_three', checkpoint),
      ),
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(curriculum?.name).toBe('run');
    expect(curriculum?.stages.map(({ id, from, checkpoint: rule }) => [id, from, rule])).toEqual([
      ['one', undefined, undefined],
      ['two', 'base', undefined],
      ['three', 'one', { kind: 'step', step: 40 }],
    ]);
  });

  it('of a script that starts others are found in them', () => {
    put(start('trainer.experiment_name=all_a'), 'chain/stages/a.sh');
    put(
      'MODEL_PATH=${MODEL_PATH:?first}\n' +
        start('trainer.experiment_name=all_b worker.actor.model.model_path="$MODEL_PATH"'),
      'chain/stages/b.sh',
    );
    const all = put(
      'HERE=$(cd "$(dirname "$0")" && pwd)\nbash "$HERE/stages/a.sh"\nCKPT=$(latest all_a)\nMODEL_PATH="$CKPT" bash "${HERE}/stages/b.sh"\n',
      'chain/all.sh',
    );
    const { curriculum } = adopt(all);
    expect(curriculum?.stages.map(({ id, from }) => [id, from])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });
});

describe('a configuration', () => {
  it('is read like a start of its own', () => {
    const path = put(
      'data: { train_files: rows.jsonl, rollout_batch_size: 64 }\nworker:\n  actor: { model: { model_path: a/b } }\n  rollout: { n: 4, val_override_config: { n: 1 } }\ntrainer: { experiment_name: mine }\n',
      'config.yaml',
    );
    expect(canAdopt(path)).toBe(true);
    const { curriculum } = adopt(path);
    expect(curriculum?.name).toBe('mine');
    expect(curriculum?.stages[0]?.settings).toMatchObject({ batch: 64, rollouts: 4 });
    expect(curriculum?.stages[0]?.engineOptions).toEqual({
      'worker.rollout.val_override_config.n': 1,
      'algorithm.use_kl_loss': false,
      'algorithm.kl_penalty': 'kl',
    });
  });

  it('is not any YAML, and a curriculum least of all', () => {
    expect(canAdopt(put('a: 1\n', 'other.yaml'))).toBe(false);
    expect(canAdopt(put('curriculum: 1\ndatasets: {}\nstages: []\n', 'x.curriculum.yaml'))).toBe(false);
    expect(canAdopt(join(root, 'missing.sh'))).toBe(false);
    expect(canAdopt(root)).toBe(false);
  });
});

describe('what is no start of EasyR1', () => {
  it.each([
    ['a script that only prints', "cat <<'EOF'\npython3 -m verl.trainer.main data.train_files=x\nEOF\n"],
    ['a comment', '# python3 -m verl.trainer.main data.train_files=x\n'],
    ['another program', 'llamafactory-cli train a.yaml\n'],
    ['nothing', ''],
  ])('%s is refused with a reason', (_name, text) => {
    expect(() => adoptScripts([put(text)])).toThrow(AdoptError);
  });
});

describe('a hostile script', () => {
  it('is text: it says nothing outside of its own values and comments', () => {
    const evil = '- x\nreward: /etc/passwd:main # \u2028 ]}: &a *a !!js/function';
    const { text, curriculum, problems } = adopt(
      put(
        `E='${evil}'\n${start('data.image_dir="$E" trainer.experiment_name="$E" +x.y="$E" data.override_chat_template="$E" "worker.a\nb=1" trainer.project_name="$E"')}`,
      ),
    );
    expect(curriculum?.reward.kind).toBe('builtin');
    expect(text.split('\n').some((line) => line.startsWith('reward:'))).toBe(false);
    expect(problems.filter(({ code }) => code.startsWith('SC1'))).toEqual([]);
    expect(curriculum?.stages[0]?.engineOptions['trainer.project_name']).toBe(evil);
  });

  it('is never run', () => {
    const mark = join(root, 'ran');
    const script = put(
      `touch ${mark}\nX=$(touch ${mark})\nY=\`touch ${mark}\`\ntrap 'touch ${mark}' EXIT\n${start(`data.image_dir=$X$Y "trainer.project_name=$(touch ${mark})"`)}`,
    );
    adoptScripts([script]);
    expect(canAdopt(mark)).toBe(false);
  });

  it('takes no time, however it is nested or repeated', () => {
    for (const text of [
      `A=x\n${'A="$A$A$A$A$A$A$A$A"\n'.repeat(500)}${start('data.image_dir=$A')}`,
      `${'X=${X:-'.repeat(5_000)}${start()}`,
      `${'$('.repeat(20_000)}${start()}`,
      `${'"'.repeat(9_999)}\n${start()}`,
      `${'a=('.repeat(5_000)}\n${start()}`,
      `source x\n`.repeat(20_000) + start(),
      start('k=v '.repeat(50_000)),
    ]) {
      ends(
        () => {
          try {
            adoptScripts([put(text)]);
          } catch (error) {
            expect(error).toBeInstanceOf(AdoptError);
          }
        },
        text.slice(0, 40),
      );
    }
  });

  it('of any characters becomes a curriculum that can be read, or is refused', () => {
    const keys = [...engineOptions('easyr1').keys()];
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'null',
        'true',
        '1e-6',
        '[a, b]',
        '{ a: 1 }',
        '-1',
        '${X}',
        '"',
        "'",
        '.5',
        '@x',
        '0x1F',
      ),
    );
    const word = fc
      .tuple(fc.constantFrom(...keys), value)
      .map(([key, one]) => `'${key}=${one.replaceAll("'", '').replaceAll('\0', '')}'`);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const { text } = adoptScripts([put(start(...words), 'any.sh')]);
        const { curriculum, problems } = checkCurriculum(put(text, 'any.curriculum.yaml'));
        expect(problems.filter(({ code }) => code.startsWith('SC10'))).toEqual([]);
        expect(curriculum).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

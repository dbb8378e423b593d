import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dotlistArgument } from '../../../src/engines/easyr1/dotlist';
import { treeOf } from '../../../src/engines/easyr1/tree';
import { packageRoot } from '../../../src/protocol';
import { commandOf, planOf, requestOf } from './compile';
import { makeFolder, sums, type Folder } from './workspace';

let folder: Folder;
beforeAll(() => {
  folder = makeFolder();
  folder.rows('rows.jsonl', sums(64));
  folder.write('chat.jinja', '{{ messages }}');
  folder.write(
    'reward.py',
    'REWARD_TYPE: str = "sequential"\ndef score(reward_input):\n    return {"overall": 0.0}\n',
  );
  for (const [home, text] of [
    ['new', 'class RewardConfig:\n    reward_function: str = ""\n'],
    ['old', 'class RewardConfig:\n    reward_type: str = "batch"  # function or batch\n'],
  ] as const) {
    folder.write(`${home}/verl/workers/reward/config.py`, text);
    folder.write(`${home}/verl/trainer/main.py`, '');
  }
});
afterAll(() => folder.remove());

const compiled = async (parts: Parameters<Folder['curriculum']>[0], stage?: string, more = {}) => {
  const plan = await planOf(folder.curriculum(parts));
  return commandOf(requestOf(plan, stage, more));
};

describe('the command of a stage', () => {
  it('is EasyR1’s module with a config file and what differs from its defaults', async () => {
    const { argv, env, cwd, files } = await compiled({ defaults: '  batch: 32\n  rollouts: 4\n  gpus: 2\n' });
    const stageDir = join(folder.root, '.stagecraft', 'runs', 'run-1', 'stages', 'think');
    expect(argv.slice(1, 4)).toEqual(['-m', 'verl.trainer.main', `config=${join(stageDir, 'config.yaml')}`]);
    expect(cwd).toBe(folder.root);
    expect(env.PYTHONUNBUFFERED).toBe('1');
    expect(argv).toEqual(
      expect.arrayContaining([
        `data.train_files=${join(folder.root, 'rows.jsonl')}`,
        'data.rollout_batch_size=32',
        'worker.rollout.n=4',
        'worker.actor.global_batch_size=32',
        'algorithm.use_kl_loss=true',
        'trainer.logger=[console, file]',
        'trainer.n_gpus_per_node=2',
        'trainer.find_last_checkpoint=false',
        `trainer.save_checkpoint_path=${join(stageDir, 'checkpoints')}`,
        `worker.reward.reward_function=${join(packageRoot(), 'src', 'rewards', 'python', 'stagecraft_reward.py')}:boxed_answer`,
      ]),
    );
    // EasyR1's own defaults are in the file alone.
    expect(argv.some((one) => one.startsWith('worker.actor.optim.lr='))).toBe(false);
    expect(files[join(stageDir, 'config.yaml')]).toMatch(/^ {6}lr: 1e-6$/mu);
    expect(Object.keys(files)).toEqual([join(stageDir, 'config.yaml')]);
  });

  it('runs in the checkout that the curriculum names, with the keys that it has', async () => {
    const own = { more: 'reward: reward.py:score\n' };
    const old = await compiled({ ...own, engine: '{ easyr1: { home: old, python: /opt/py/bin/python } }' });
    expect(old.argv[0]).toBe('/opt/py/bin/python');
    expect(old.cwd).toBe(join(folder.root, 'old'));
    expect(old.env.PYTHONPATH?.split(':')[0]).toBe(join(folder.root, 'old'));
    expect(old.argv).toContain('worker.reward.reward_type=sequential');
    expect(old.argv).toContain(`worker.reward.reward_function=${join(folder.root, 'reward.py')}:score`);
    const fresh = await compiled({ ...own, engine: '{ easyr1: { home: new } }' });
    expect(fresh.argv.join(' ')).not.toContain('reward_type');
    expect(await treeOf(join(folder.root, 'new', 'verl'))).toBe('newest');
    expect(await treeOf(join(folder.root, 'old', 'verl'))).toBe('older');
    expect(await treeOf(folder.root)).toBeUndefined();
  });

  it('starts from the stage before, and says so before the checkpoint exists', async () => {
    const stages = '  - { id: one, data: rows }\n  - { id: two, data: rows, checkpoint: last }\n';
    const shown = await compiled({ stages }, 'two');
    expect(shown.argv.find((one) => one.startsWith('worker.actor.model.model_path='))).toContain(
      join('stages', 'one', 'checkpoints', 'global_step_<last>', 'actor', 'huggingface'),
    );
    const from = join(
      folder.root,
      '.stagecraft',
      'runs',
      'r',
      'stages',
      'one',
      'checkpoints',
      'global_step_4',
    );
    const known = await compiled({ stages }, 'two', { from });
    expect(known.argv).toContain(`worker.actor.model.model_path=${join(from, 'actor', 'huggingface')}`);
  });

  it('goes on with its own checkpoint alone', async () => {
    const stageDir = join(folder.root, '.stagecraft', 'runs', 'resumed', 'stages', 'think');
    const resume = join(stageDir, 'checkpoints', 'global_step_2');
    mkdirSync(resume, { recursive: true });
    const named = await compiled({}, 'think', { stageDir, resume });
    expect(named.argv).toContain(`trainer.load_checkpoint_path=${resume}`);
    expect(named.argv).toContain('trainer.find_last_checkpoint=false');
    const tracker = join(stageDir, 'checkpoints', 'checkpoint_tracker.json');
    writeFileSync(tracker, JSON.stringify({ last_global_step: 4, best_global_step: 2 }));
    const other = await compiled({}, 'think', { stageDir, resume });
    expect(other.argv).toContain(`trainer.load_checkpoint_path=${resume}`);
    // Its own search, of its own folder, also finds the best score again.
    writeFileSync(tracker, JSON.stringify({ last_global_step: 2, best_global_step: 2 }));
    const found = await compiled({}, 'think', { stageDir, resume });
    expect(found.argv.filter((one) => /checkpoint=|load_checkpoint/u.test(one))).toEqual([]);
    expect(found.files[join(stageDir, 'config.yaml')]).toContain('find_last_checkpoint: true');
    // Begun anew, it never searches, whatever lies there.
    expect((await compiled({}, 'think', { stageDir })).argv).toContain('trainer.find_last_checkpoint=false');
  });

  it('always logs to files, and gathers the entries of mappings', async () => {
    const { argv } = await compiled({
      defaults: `  engine_options:
    trainer.logger: [wandb]
    worker.rollout.val_override_config.temperature: 0.6
    worker.rollout.val_override_config.n: 1
    data.override_chat_template: chat.jinja
`,
    });
    expect(argv).toContain('trainer.logger=[wandb, console, file]');
    expect(argv).toContain('worker.rollout.val_override_config={temperature: 0.6, n: 1}');
    expect(argv).toContain(`data.override_chat_template=${join(folder.root, 'chat.jinja')}`);
  });

  it('brings the built-in reward along to a cluster', async () => {
    const { argv, files, cwd } = await compiled({
      engine: '{ easyr1: { cluster: "http://127.0.0.1:8265", nodes: 2 } }',
      defaults: '  gpus: 8\n',
    });
    const stageDir = join(folder.root, '.stagecraft', 'runs', 'run-1', 'stages', 'think');
    const copy = join(stageDir, 'reward', 'stagecraft_reward.py');
    expect(argv).toContain(`worker.reward.reward_function=${copy}:boxed_answer`);
    expect(argv).toContain('trainer.nnodes=2');
    expect(cwd).toBe(folder.root);
    expect(files[copy]).toBe(
      readFileSync(join(packageRoot(), 'src', 'rewards', 'python', 'stagecraft_reward.py'), 'utf8'),
    );
    expect(Object.keys(files).filter((path) => path.includes('stagecraft_grading')).length).toBeGreaterThan(
      3,
    );
  });
});

describe('key=value', () => {
  it.each([
    ['a text', '/data/a b.jsonl', 'k="/data/a b.jsonl"'],
    ['a path', '/data/a-b_1.jsonl', 'k=/data/a-b_1.jsonl'],
    ['a small number', 1e-6, 'k=1e-6'],
    ['a number', 0.28, 'k=0.28'],
    ['what looks like a number', '1e5', 'k="1e5"'],
    ['what looks like nothing', 'null', 'k="null"'],
    ['nothing', null, 'k=null'],
    ['a list', ['a', 1, true], 'k=[a, 1, true]'],
    ['brackets and commas', '[a], {b}', 'k="[a], {b}"'],
    ['what OmegaConf would look up', '${oc.env:HOME}', 'k="\\\\${oc.env:HOME}"'],
  ] as const)('%s', (_, value, text) => {
    expect(dotlistArgument('k', value)).toBe(text);
  });
});

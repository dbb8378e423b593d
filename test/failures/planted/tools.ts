import { lines, rowOf, type Base, type Workspace } from '../workspace';

/** A mistake that is put into a clean workspace, and what a check must say of it. */
export interface Planted {
  readonly id: `F${number}`;
  readonly what: string;
  readonly base?: Base;
  readonly plant: (workspace: Workspace) => void | Promise<void>;
  readonly code: `SC${number}`;
  readonly severity: 'error' | 'warning' | 'info';
  /** The text that the problem stands at, or `file:line` in a data file. */
  readonly at: string | RegExp;
  /** The message has the user's own numbers and names. */
  readonly says: RegExp;
  /** What to do. */
  readonly fix: RegExp;
}

export const rows = (count: number, change: (index: number) => object = () => ({})): string =>
  lines(Array.from({ length: count }, (_, index) => ({ ...rowOf(index), ...change(index) })));

export const options = (text: string) => (workspace: Workspace) =>
  workspace.edit('gpus: 4', `gpus: 4, engine_options: { ${text} }`);

export const reward = (code: string) => (workspace: Workspace) => {
  workspace.write('mine.py', code);
  workspace.edit('reward: boxed-answer', 'reward: mine.py:score');
};

export const CHECKOUT_DAYS = { old: Date.UTC(2025, 8, 1), winter: Date.UTC(2025, 11, 1) } as const;

/** A stand-in for an EasyR1 checkout: the files that are looked for, and git's own note of when it was made. */
export const checkout = (time: number) => (workspace: Workspace) => {
  workspace.write('EasyR1/verl/trainer/main.py', '');
  workspace.write('EasyR1/verl/trainer/config.py', 'class PPOConfig: pass\n');
  workspace.write('EasyR1/verl/workers/reward/config.py', 'class RewardConfig:\n    reward_type: str\n');
  workspace.write('EasyR1/.git/HEAD', `${'0'.repeat(39)}1\n`);
  workspace.write(
    'EasyR1/.git/logs/HEAD',
    `${'0'.repeat(40)} ${'0'.repeat(39)}1 A <a@b> ${time / 1000} +0000\tclone: from there\n`,
  );
  workspace.edit('engine: easyr1', 'engine: { easyr1: { home: EasyR1 } }');
};

export const MATH_PY = `import re

def score(rewards):
    found = [re.fullmatch(r"<think>.*</think>.*\\\\boxed\\{.*\\}.*", one["response"], re.S) for one in rewards]
    return [{"overall": 1.0 if one else 0.0} for one in found]
`;

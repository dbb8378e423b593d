import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularText } from '../../data';
import type { RewardRef } from '../../language';
import { packageRoot } from '../../protocol';

/** Python of the built-in rewards: the module that EasyR1 loads, and the package that it imports. */
const MODULE = 'stagecraft_reward.py';
const PACKAGE = 'stagecraft_grading';

const builtinFolder = (): string => join(packageRoot(), 'src', 'rewards', 'python');

/** What EasyR1 is told of a reward. */
export interface RewardSource {
  /** `file.py:function`, absolute. */
  readonly reference: string;
  readonly file: string;
}

/** The reward of a curriculum; the built-in ones lie in `folder`, by default in our own package. */
export function rewardSource(reward: RewardRef, folder = builtinFolder()): RewardSource {
  const file = reward.kind === 'python' ? reward.path : join(folder, MODULE);
  const name = reward.kind === 'python' ? reward.function : reward.name.replaceAll('-', '_');
  return { file, reference: `${file}:${name}` };
}

/**
 * Copies of the built-in rewards' files for a folder that the machines of a cluster share: path -> text. Our own
 * package lies on this machine alone.
 */
export async function rewardCopies(folder: string): Promise<Readonly<Record<string, string>>> {
  const home = builtinFolder();
  const below = await readdir(join(home, PACKAGE), { recursive: true });
  const names = [MODULE, ...below.map((name) => join(PACKAGE, name))].filter((name) => name.endsWith('.py'));
  const texts = await Promise.all(
    names.map(async (name) => [join(folder, name), await readFile(join(home, name), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

const REWARD_TYPE = /^REWARD_TYPE\s*(?::[^=\n]*)?=\s*["'](batch|sequential)["']/mu;

/** `REWARD_TYPE` of a reward's file, which the older EasyR1 wants as a key; `batch` where the file does not say. */
export async function rewardType({ file }: RewardSource): Promise<'batch' | 'sequential'> {
  const read = await readRegularText(file);
  const found = read.kind === 'text' ? REWARD_TYPE.exec(read.text)?.[1] : undefined;
  return found === 'sequential' ? 'sequential' : 'batch';
}

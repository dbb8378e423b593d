import { join } from 'node:path';
import { readRegularText } from '../../../data';
import type { Easyr1Tree } from './trees';

/** The field that only the older tree has, as a line of a dataclass. */
const REWARD_TYPE = /^[ \t]*reward_type[ \t]*:/mu;

/**
 * The config tree of an EasyR1 by its sources, `verl` being the package's folder; nothing where they are not there or
 * are none of EasyR1's. Reads two small files and starts no program.
 */
export async function treeOf(verl: string): Promise<Easyr1Tree | undefined> {
  const reward = await textOf(join(verl, 'workers', 'reward', 'config.py'));
  const trainer = await textOf(join(verl, 'trainer', 'config.py'));
  if (reward === undefined && trainer === undefined) return undefined;
  return [reward, trainer].some((text) => text !== undefined && REWARD_TYPE.test(text)) ? 'older' : 'newest';
}

async function textOf(path: string): Promise<string | undefined> {
  const read = await readRegularText(path);
  return read.kind === 'text' ? read.text : undefined;
}

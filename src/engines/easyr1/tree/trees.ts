import { engineOptions, type EngineOption } from '../../catalogue';
import older from './older.json';

/**
 * The config trees of EasyR1 that are in use: `newest` (b44b311), and `older`, from before `worker.reward.reward_type`
 * was removed by b637de8 on 2025-11-16, which the published scripts were written for.
 */
export type Easyr1Tree = 'newest' | 'older';

/** The key by which the trees are told apart: only the older one has it. */
export const REWARD_TYPE_KEY = 'worker.reward.reward_type';

/**
 * The older tree is described by what differs from the newest. Of the keys that the published config file does not
 * set, those that only newer sources have are taken to be absent, so that none is written that it might not know.
 */
const asOlder = (newest: ReadonlyMap<string, EngineOption>): ReadonlyMap<string, EngineOption> => {
  const absent = new Set(older.absent);
  const kept = [...newest].filter(([key]) => !absent.has(key));
  const added = older.added.map((row) => {
    const option: EngineOption = { ...row, type: 'string', nullable: false, automatic: false };
    return [row.key, option] as const;
  });
  return new Map([...kept, ...added]);
};

let known: ReadonlyMap<string, EngineOption> | undefined;

/** All keys of a tree, by name. */
export function treeOptions(tree: Easyr1Tree): ReadonlyMap<string, EngineOption> {
  if (tree === 'newest') return engineOptions('easyr1');
  return (known ??= asOlder(engineOptions('easyr1')));
}

/** The option that a key means in a tree: the one of that name, or the mapping that the key is an entry of. */
export function treeOption(tree: Easyr1Tree, key: string): EngineOption | undefined {
  const options = treeOptions(tree);
  for (let name = key; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const found = options.get(name);
    if (found === undefined) continue;
    return name === key || found.type === 'map' || found.type === 'any' ? found : undefined;
  }
  return undefined;
}

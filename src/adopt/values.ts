import { parse } from 'yaml';

/** Deepest mapping of a configuration, and most keys. */
const MOST_DEPTH = 12;
const MOST_KEYS = 2_000;

/** A value of the command line as OmegaConf reads it: YAML, such as `false`, `5.0e-2` or `[console, file]`. */
export function commandValue(text: string): unknown {
  if (isOpen(text) || text.length > 4_096 || text.includes('\n')) return text;
  try {
    const value: unknown = parse(text, { schema: 'core', logLevel: 'error' });
    return value === undefined ? null : value;
  } catch {
    return text;
  }
}

/** Whether a text holds what only a shell could know. */
export const isOpen = (text: string): boolean => /\$\{|\$\(|\$[A-Za-z_]|`/u.test(text);

/** Names of the variables that a text still holds. */
export const openNames = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\$\{?(?<name>[A-Za-z_]\w*)/gu)].map(({ groups }) => groups?.name ?? '')),
];

/** A configuration file as flat keys; nothing when it is no mapping. */
export function configKeys(text: string): ReadonlyMap<string, unknown> | undefined {
  let root: unknown;
  try {
    root = parse(text, { schema: 'core', logLevel: 'error', maxAliasCount: 50 });
  } catch {
    return undefined;
  }
  if (!isMapping(root)) return undefined;
  const keys = new Map<string, unknown>();
  const visit = (mapping: Readonly<Record<string, unknown>>, path: readonly string[]): void => {
    for (const [name, value] of Object.entries(mapping)) {
      const key = [...path, name];
      if (keys.size >= MOST_KEYS) return;
      if (isMapping(value) && key.length < MOST_DEPTH && !WHOLE.has(key.join('.'))) visit(value, key);
      else keys.set(key.join('.'), value);
    }
  };
  visit(root, []);
  return keys;
}

/** Keys of EasyR1 whose value is a mapping of the user's own. */
const WHOLE: ReadonlySet<string> = new Set([
  'worker.rollout.val_override_config',
  'worker.actor.model.override_config',
  'worker.critic.model.override_config',
  'worker.reward.reward_function_kwargs',
]);

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import type { ExtensionContext } from 'vscode';

/**
 * Keys of model endpoints, by the name that a curriculum or a setting gives them (`key: OPENAI_API_KEY`). They lie in
 * the editor's secret storage alone: never in a file of ours, a log or a message to a page.
 */
export interface ApiKeys {
  /** Names of the keys that are set, in order. */
  names(): readonly string[];
  get(name: string): Promise<string | undefined>;
  set(name: string, key: string): Promise<void>;
  forget(name: string): Promise<void>;
}

const NAMES = 'stagecraft.keyNames';
const secretName = (name: string): string => `stagecraft.key.${name}`;

/** What a key may be called: as a variable of the environment, which is where a headless machine has it. */
export const isKeyName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/.test(name);

/** The keys of an extension: the secrets, and their names beside them, as secrets cannot be listed. */
export function apiKeys({ secrets, globalState }: ExtensionContext): ApiKeys {
  const names = (): readonly string[] => {
    const kept = globalState.get<unknown>(NAMES);
    return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
  };
  const keep = (next: readonly string[]): Thenable<void> =>
    globalState.update(NAMES, [...new Set(next)].sort());
  return {
    names,
    get: async (name) => secrets.get(secretName(name)),
    set: async (name, key) => {
      await secrets.store(secretName(name), key);
      await keep([...names(), name]);
    },
    forget: async (name) => {
      await secrets.delete(secretName(name));
      await keep(names().filter((other) => other !== name));
    },
  };
}

import { describe, expect, test } from 'vitest';
import { placeOf, settingModels } from '../../../src/extension/attribute/setting-models';
import { apiKeys, isKeyName } from '../../../src/extension/auditor/keys';
import type { ExtensionContext } from 'vscode';

describe('models of the setting', () => {
  test('as a curriculum has them; a key is a name', () => {
    expect(
      settingModels({
        judge: { url: 'http://127.0.0.1:8000/v1', model: 'Qwen/X', key: 'JUDGE_KEY', images: true },
        claude: { api: 'anthropic', model: 'claude' },
      }),
    ).toEqual([
      {
        id: 'setting:judge',
        title: 'judge',
        api: 'openai',
        url: 'http://127.0.0.1:8000/v1',
        model: 'Qwen/X',
        key: 'JUDGE_KEY',
        images: true,
      },
      {
        id: 'setting:claude',
        title: 'claude',
        api: 'anthropic',
        url: 'https://api.anthropic.com',
        model: 'claude',
        key: 'ANTHROPIC_API_KEY',
      },
    ]);
  });

  test('what is none is passed over, and what looks like a key is never taken for its name', () => {
    expect(settingModels(null)).toEqual([]);
    expect(
      settingModels({ a: 3, b: {}, c: { url: 'file:///x', model: 'm' }, d: { url: 'nonsense', model: 'm' } }),
    ).toEqual([]);
    const [model] = settingModels({ x: { url: 'https://h/v1', model: 'm', key: 'sk proj/abc+def' } });
    expect(model).toBeDefined();
    expect(model).not.toHaveProperty('key');
  });

  test('a place is the host, without a password in the address', () => {
    expect(
      placeOf({ id: '', title: '', api: 'openai', model: 'm', url: 'https://me:pw@host:1/v1?k=s' }),
    ).toBe('m · host:1');
  });
});

describe('keys', () => {
  /** The editor's two stores, in memory. */
  function editor() {
    const secret = new Map<string, string>();
    const state = new Map<string, unknown>();
    const context = {
      secrets: {
        get: (name: string) => Promise.resolve(secret.get(name)),
        store: (name: string, value: string) => Promise.resolve(void secret.set(name, value)),
        delete: (name: string) => Promise.resolve(void secret.delete(name)),
      },
      globalState: {
        get: (name: string) => state.get(name),
        update: (name: string, value: unknown) => Promise.resolve(void state.set(name, value)),
      },
    } as unknown as ExtensionContext;
    return { secret, state, context };
  }

  test('are kept as secrets alone; only their names are kept elsewhere', async () => {
    const { state, secret, context } = editor();
    const keys = apiKeys(context);
    await keys.set('B_KEY', 'sk-b');
    await keys.set('A_KEY', 'sk-a');
    await keys.set('A_KEY', 'sk-a2');
    expect(keys.names()).toEqual(['A_KEY', 'B_KEY']);
    expect(await keys.get('A_KEY')).toBe('sk-a2');
    expect(JSON.stringify([...state])).not.toContain('sk-');
    await keys.forget('A_KEY');
    expect(await keys.get('A_KEY')).toBeUndefined();
    expect(keys.names()).toEqual(['B_KEY']);
    expect(secret.size).toBe(1);
  });

  test('have names of variables', () => {
    expect(['OPENAI_API_KEY', 'a.b-c'].every(isKeyName)).toBe(true);
    expect(['', 'a b', '1x', 'sk/x', 'x'.repeat(101)].some(isKeyName)).toBe(false);
  });
});

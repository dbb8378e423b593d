import { describe, expect, test } from 'vitest';
import leftOut from '../../scripts/bundle/left-out.json';
import { capabilities } from '../../src/server/capabilities';

/** A capability by its name, such as `workspace.fileOperations`. */
const at = (path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], {
      ...capabilities(),
    });

describe('features that the language client is bundled without', () => {
  test.each(Object.entries(leftOut))('%s: the server does not announce it', (_, { capabilities, why }) => {
    expect(capabilities).not.toHaveLength(0);
    for (const capability of capabilities) expect(at(capability), capability).toBeUndefined();
    expect(why).not.toBe('');
  });

  test('a capability that the server has would be seen', () => {
    expect(at('hoverProvider')).toBe(true);
    expect(at('workspace.workspaceFolders')).toBeDefined();
  });
});

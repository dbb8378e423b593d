import { readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';
import nativeModules from '../../scripts/package/native-modules.json';
import { manifest } from './manifest';

// `npm test` bundles first, so these are the bundles of the sources beside them.
const MAIN = 'dist/extension.cjs';
const CLIENT = 'dist/language-client.cjs';

/** Modules that a bundle loads from outside of itself. */
const required = (file: string): readonly string[] => [
  ...new Set(
    [...readFileSync(file, 'utf8').matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].flatMap(
      ([, id]) => id ?? [],
    ),
  ),
];
const isBuiltin = (id: string): boolean => builtinModules.includes(id.replace(/^node:/, ''));

describe('what the editor loads', () => {
  test('package.json names the bundle', () => {
    expect(manifest.main).toBe(`./${MAIN}`);
  });

  test('is small: what is read at activation, and the language client that is read after it', () => {
    expect(statSync(MAIN).size, MAIN).toBeLessThanOrEqual(180_000);
    expect(statSync(CLIENT).size, CLIENT).toBeLessThanOrEqual(280_000);
  });

  test('needs nothing but the editor and Node: no native module, no package', () => {
    const fromMain = required(MAIN).filter((id) => !isBuiltin(id));
    expect([...fromMain].sort()).toEqual(['./language-client.cjs', 'vscode']);
    expect(required(CLIENT).filter((id) => !isBuiltin(id))).toEqual(['vscode']);
    for (const file of [MAIN, CLIENT]) {
      const code = readFileSync(file, 'utf8');
      for (const name of nativeModules) expect(code).not.toContain(`"${name}"`);
      expect(code).not.toContain('.node"');
    }
  });

  test('does not hold the language client in its main part', () => {
    expect(readFileSync(MAIN, 'utf8')).not.toContain('textDocument/didOpen');
    expect(readFileSync(CLIENT, 'utf8')).toContain('textDocument/didOpen');
  });
});

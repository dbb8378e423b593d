import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CompletionList } from 'vscode-languageserver/node';
import { killAll, makeFolder, startClient } from './client';
import { HANG } from '../fixtures/hang';

afterAll(killAll);

const EXAMPLES = [
  'examples/shape-math/shape-math.curriculum.yaml',
  'examples/published-schema/rehearsal.curriculum.yaml',
];

describe('half-typed files', () => {
  test.each(EXAMPLES)(
    '%s ends at every one of its positions, with completion and hover there',
    async (name) => {
      const folder = makeFolder();
      const path = resolve(name);
      const text = readFileSync(path, 'utf8');
      const client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
      const uri = client.open(path, '');
      let version = 1;
      let items = 0;
      let slowest = 0;
      let position = { line: 0, character: 0 };
      for (const unit of text) {
        client.change(uri, (version += 1), [{ range: { start: position, end: position }, text: unit }]);
        position =
          unit === '\n'
            ? { line: position.line + 1, character: 0 }
            : { line: position.line, character: position.character + unit.length };
        const params = { textDocument: { uri }, position };
        const begin = performance.now();
        const [list, hover] = await Promise.all([
          client.request<CompletionList>('textDocument/completion', params),
          client.request<object | null>('textDocument/hover', params),
        ]);
        slowest = Math.max(slowest, performance.now() - begin);
        items += list.items.length;
        if (hover !== null) expect(hover).toHaveProperty('contents');
      }
      await client.until(uri, (_, seen) => seen === version);
      // The last text is the whole example, which is right.
      expect(client.diagnostics(uri).filter(({ severity }) => severity === 1)).toEqual([]);
      expect(items).toBeGreaterThan(text.length);
      expect(slowest).toBeLessThan(HANG);
      const logged = client.heard('window/logMessage') as readonly { type: number; message: string }[];
      expect(logged.filter(({ type }) => type === 1)).toEqual([]);
      await client.stop();
      folder.remove();
    },
    180_000,
  );
});

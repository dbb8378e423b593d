import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { FEATURES } from '../../src/server/features';
import { killAll, makeFolder, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(() => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(8));
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

/** Errors that say what is wrong with a request, and never that the server is. */
const REFUSALS = [-32602, -32803, -32801];

describe('clients that say little', () => {
  test.each([
    [{}, 'plaintext'],
    [{ hover: {} }, 'plaintext'],
    [{ hover: { contentFormat: 'markdown' } }, 'plaintext'],
    [{ hover: { contentFormat: ['plaintext', 'markdown'] } }, 'plaintext'],
    [{ hover: { contentFormat: ['markdown', 'plaintext'] } }, 'markdown'],
  ])('get hovers in the format that they announce: %j', async (textDocument, kind) => {
    client = await startClient({ folder: folder.path, capabilities: { textDocument } });
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const params = { textDocument: { uri }, position: { line: 9, character: 6 } };
    const { contents } = await client.request<Hover>('textDocument/hover', params);
    expect(contents).toMatchObject({ kind });
    const { value } = contents as { value: string };
    expect(value.includes('**')).toBe(kind === 'markdown');
    expect(value.includes('`')).toBe(kind === 'markdown');
    expect(value).toContain('SQL condition');
  });

  test('may leave out or mistake anything: an answer or a reason comes, never a defect', async () => {
    client = await startClient({ folder: folder.path });
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    await client.until(uri, (_, version) => version === 1);
    const textDocument = { uri };
    const wrong = [undefined, null, 7, 'x', [], {}, [{}], [null], { start: 1 }, -1];
    const position = { line: 5, character: 3 };
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const good = {
      position,
      range,
      options: { tabSize: 2, insertSpaces: true },
      context: { diagnostics: [], includeDeclaration: true, triggerKind: 1 },
      positions: [position],
      newName: 'other',
      previousResultId: '1',
      show: 'plan',
      variant: undefined,
      stage: undefined,
    };
    for (const method of Object.keys(FEATURES)) {
      const asked: unknown[] = [
        undefined,
        null,
        {},
        [],
        { textDocument: null },
        { textDocument: 'x' },
        { uri },
      ];
      asked.push({ textDocument });
      for (const key of Object.keys(good)) {
        for (const value of wrong) asked.push({ uri, textDocument, ...good, [key]: value });
      }
      for (const diagnostics of [
        [null],
        [7],
        [{}],
        [{ code: {}, range: null }],
        [{ code: 'SC110', range, data: 7 }],
      ])
        asked.push({ uri, textDocument, ...good, context: { diagnostics, only: [null, 7] } });
      for (const params of asked) {
        const about = `${method} ${JSON.stringify(params)}`;
        await client.request(method, params).catch((error: unknown) => {
          const { code, message } = error as { readonly code?: number; readonly message?: string };
          expect(REFUSALS, `${about}: ${message ?? ''}`).toContain(code);
        });
      }
    }
    const logged = client.heard('window/logMessage').map((params) => JSON.stringify(params));
    expect(logged.filter((text) => /failed|defect| at /u.test(text))).toEqual([]);
  });

  test('may ask for a difference to tokens that they never had', async () => {
    client = await startClient({ folder: folder.path });
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const ask = (more: object): Promise<object> =>
      client.request('textDocument/semanticTokens/full/delta', { textDocument: { uri }, ...more });
    expect(await ask({})).toHaveProperty('data');
    expect(await ask({ previousResultId: 'no such' })).toHaveProperty('data');
    const { resultId } = (await ask({})) as { resultId: string };
    expect(await ask({ previousResultId: resultId })).toMatchObject({ edits: [] });
  });
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CompletionList, Diagnostic, Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { killAll, makeFolder, startClient, type Client, type Folder } from './client';
import { EVERY_KEY, MADE } from './make-text';

/** Milliseconds that any answer may take; a hang would be without end. */
const LONGEST = 5_000;
const ERROR = 1;

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('data/captions.jsonl', [
    { example_id: 'a', description: 'A red door.', image_file: 'a.jpg', words: 3 },
  ]);
  folder.rows('data/own.jsonl', [{ problem: 'Which colour?', answer: 'red', pass_rate: 0.5 }]);
  client = await startClient({ folder: folder.path });
});
afterEach(async () => {
  const logged = client.heard('window/logMessage') as readonly { type: number; message: string }[];
  expect(logged.filter(({ type }) => type === ERROR)).toEqual([]);
  expect(await client.stop()).toBe(0);
  folder.remove();
});
afterAll(killAll);

const open = (text: string): string => client.open(folder.write('made.curriculum.yaml', EVERY_KEY), text);
const document = TextDocument.create('', '', 0, EVERY_KEY);
/** Every position of the datasets that are made. */
const POSITIONS: readonly { readonly offset: number; readonly position: Position }[] = Array.from(
  { length: MADE[1] - MADE[0] },
  (_, i) => ({ offset: MADE[0] + i, position: document.positionAt(MADE[0] + i) }),
);

/** What an editor asks wherever its cursor comes to stand; an answer that is an error is thrown. */
async function askAll(uri: string, position: Position): Promise<number> {
  const at = { textDocument: { uri }, position };
  const range = { start: position, end: position };
  const begin = performance.now();
  const [list, hover] = await Promise.all([
    client.request<CompletionList>('textDocument/completion', at),
    client.request<object | null>('textDocument/hover', at),
    client.request('textDocument/definition', at),
    client.request('textDocument/references', { ...at, context: { includeDeclaration: true } }),
    client.request('textDocument/documentHighlight', at),
    client.request('textDocument/prepareRename', at),
    client.request('textDocument/selectionRange', { textDocument: { uri }, positions: [position] }),
    client.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: client.diagnostics(uri) },
    }),
  ]);
  expect(performance.now() - begin, JSON.stringify(position)).toBeLessThan(LONGEST);
  if (hover !== null) expect(hover).toHaveProperty('contents');
  return list.items.length;
}

const errors = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.filter(({ severity }) => severity === ERROR);

describe('a recipe', () => {
  test('answers at every position of its text', async () => {
    const uri = open(EVERY_KEY);
    const found = await client.until(uri, (_, version) => version === 1);
    expect(errors(found)).toEqual([]);
    let items = 0;
    for (const { position } of POSITIONS) items += await askAll(uri, position);
    expect(items).toBeGreaterThan(POSITIONS.length);
  }, 240_000);

  test('answers where the rest of a line is not written yet', async () => {
    const uri = open(EVERY_KEY);
    let version = 1;
    for (const { offset, position } of POSITIONS) {
      const end = EVERY_KEY.indexOf('\n', offset);
      const half = EVERY_KEY.slice(0, offset) + EVERY_KEY.slice(end);
      client.change(uri, (version += 1), [{ text: half }]);
      await askAll(uri, position);
      // Problems are told when there is a pause: here at the end of every key.
      if (EVERY_KEY.charAt(offset - 1) !== ':') continue;
      const now = version;
      await client.until(uri, (_, seen) => seen === now);
    }
    client.change(uri, (version += 1), [{ text: EVERY_KEY }]);
    const found = await client.until(uri, (_, seen) => seen === version, 60_000);
    expect(errors(found)).toEqual([]);
  }, 240_000);

  test('answers while it is typed, with the next datasets below', async () => {
    const [from, to] = MADE;
    const below = EVERY_KEY.slice(to);
    const uri = open(EVERY_KEY.slice(0, from) + below);
    let version = 1;
    for (const { offset, position } of POSITIONS) {
      const change = { range: { start: position, end: position }, text: EVERY_KEY.charAt(offset) };
      client.change(uri, (version += 1), [change]);
      await askAll(uri, document.positionAt(offset + 1));
    }
    const found = await client.until(uri, (_, seen) => seen === version, 60_000);
    expect(errors(found)).toEqual([]);
  }, 240_000);
});

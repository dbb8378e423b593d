import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver/node';
import { uriOf } from '../../src/service';
import { killAll, makeFolder, sleep, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(() => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(40));
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const codes = (found: readonly Diagnostic[]): unknown[] => found.map(({ code }) => code);
const has = (code: string) => (found: readonly Diagnostic[]) => found.some((one) => one.code === code);
/** The range of a text's first occurrence, as the protocol counts. */
function rangeOf(text: string, part: string) {
  const start = text.indexOf(part);
  const before = text.slice(0, start).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { start: position, end: { ...position, character: position.character + part.length } };
}
const insertAt = (line: number, character: number, text: string) => ({
  range: { start: { line, character }, end: { line, character } },
  text,
});

describe('problems of the text', () => {
  test('are there with the first version, at the right place, with severity, hint and data', async () => {
    client = await startClient({ folder: folder.path });
    const text = SMALL.replace('data: sums', 'data: sumz');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const found = await client.until(uri, has('SC201'));
    const one = found.find(({ code }) => code === 'SC201');
    expect(one).toMatchObject({
      severity: 1,
      source: 'stagecraft',
      range: rangeOf(text, 'sumz'),
      data: { hint: 'Did you mean `sums`?' },
    });
    expect(one?.message).toContain('Did you mean `sums`?');
    expect(one?.codeDescription?.href).toMatch(/^(file|https):\/\/.+\/docs\/reference\.md#sc201$/);
  });

  test('unused things are marked as such', async () => {
    client = await startClient({ folder: folder.path });
    const text = SMALL.replace('stages:', '  spare: { capability: perception, train: sums.jsonl }\nstages:');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const found = await client.until(uri, has('SC218'));
    expect(found.find(({ code }) => code === 'SC218')).toMatchObject({ severity: 2, tags: [1] });
  });

  test('follow incremental changes and go away when the file is closed', async () => {
    client = await startClient({ folder: folder.path });
    const path = folder.write('a.curriculum.yaml', SMALL);
    const uri = client.open(path, SMALL);
    await client.until(uri, (found, version) => version === 1 && found.length === 0);
    const at = rangeOf(SMALL, 'data: sums');
    client.change(uri, 2, [insertAt(at.end.line, at.end.character, 'x')]);
    const found = await client.until(uri, (_, version) => version === 2);
    expect(codes(found)).toContain('SC201');
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await client.until(uri, (all) => all.length === 0);
  });

  test('a burst of 100 edits ends with exactly the problems of the last text', async () => {
    client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
    const path = folder.write('a.curriculum.yaml', SMALL);
    const uri = client.open(path, SMALL);
    let text = SMALL;
    const apply = (offset: number, remove: number, insert: string, version: number): void => {
      const position = (at: number) => {
        const lines = text.slice(0, at).split('\n');
        return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      };
      const range = { start: position(offset), end: position(offset + remove) };
      client.change(uri, version, [{ range, text: insert }]);
      text = text.slice(0, offset) + insert + text.slice(offset + remove);
    };
    for (let index = 0; index < 100; index++) {
      const offset = (index * 37) % (text.length - 4);
      apply(offset, index % 3, [':', 'xy', '\n', '  - ', '"', ' '][index % 6] ?? '', index + 2);
    }
    const seen = await client.until(uri, (_, version) => version === 101);
    const fresh = client.open(folder.write('b.curriculum.yaml', text), text);
    const wanted = await client.until(fresh, (_, version) => version === 1);
    const plain = (all: readonly Diagnostic[]) =>
      all.map(({ code, range, message }) => ({ code, range, message }));
    expect(plain(seen)).toEqual(plain(wanted));
    expect(seen.length).toBeGreaterThan(0);
  });

  test('stand in the file of the chain that has them, by its unsaved text', async () => {
    client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
    const base =
      'curriculum: 1\nmodel: micro-vlm\nengine: embedded\ndatasets:\n  sums: { capability: perception, train: sums.jsonl }\n';
    const basePath = folder.write('base.curriculum.yaml', base);
    const child = 'extends: base.curriculum.yaml\nstages:\n  - id: a\n    data: sums\n';
    const uri = client.open(folder.write('child.curriculum.yaml', child), child);
    await client.until(uri, (found, version) => version === 1 && found.length === 0);
    // Not saved: only the editor has it.
    const baseUri = client.open(basePath, base.replace('  sums:', '  other:'));
    await client.until(uri, has('SC201'));
    client.change(baseUri, 2, [{ text: base.replace('capability: perception', 'capabilty: perception') }]);
    await client.until(baseUri, has('SC110'));
    await client.until(uri, (found) => !has('SC201')(found));
    client.notify('textDocument/didClose', { textDocument: { uri: baseUri } });
    await client.until(baseUri, (found) => found.length === 0);
  });

  test('a changed file on the disk is read again by those that extend it', async () => {
    client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
    const base =
      'curriculum: 1\nmodel: micro-vlm\nengine: embedded\ndatasets:\n  sums: { capability: perception, train: sums.jsonl }\n';
    const child = 'extends: base.curriculum.yaml\nstages:\n  - id: a\n    data: sums\n';
    const uri = client.open(folder.write('child.curriculum.yaml', child), child);
    await client.until(uri, has('SC213'));
    const basePath = folder.write('base.curriculum.yaml', base);
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(basePath), type: 1 }] });
    await client.until(uri, (found) => found.length === 0);
    expect(client.heard('client/registerCapability').length).toBeGreaterThan(0);
  });

  test('where the editor cannot watch files, the server does', async () => {
    client = await startClient({
      folder: folder.path,
      settings: { checkData: 'never' },
      capabilities: { workspace: {} },
    });
    const base =
      'curriculum: 1\nmodel: micro-vlm\nengine: embedded\ndatasets:\n  sums: { capability: perception, train: sums.jsonl }\n';
    const basePath = folder.write('base.curriculum.yaml', base);
    const child = 'extends: base.curriculum.yaml\nstages:\n  - id: a\n    data: sums\n';
    const uri = client.open(folder.write('child.curriculum.yaml', child), child);
    await client.until(uri, (found, version) => version === 1 && found.length === 0);
    // At once, before anything can be watching.
    writeFileSync(basePath, base.replace('  sums:', '  renamed:'));
    await client.until(uri, has('SC201'));
  });
});

describe('problems of the data', () => {
  const ROWS = [
    { problem: 'a?', answer: '1' },
    { problem: 'b?', answer: '2', images: ['gone.png'] },
    { problem: 'c?', answer: '3' },
    { problem: 'd?', answer: '4' },
  ];

  test('stand in the row of the data file and at the key that names it, each pointing at the other', async () => {
    client = await startClient({ folder: folder.path });
    const data = folder.rows('sums.jsonl', ROWS);
    const text = SMALL.replace('    where: pass_rate < 1\n', '');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const rows = await client.until(uriOf(data), has('SC340'));
    const row = rows.find(({ code }) => code === 'SC340');
    expect(row?.range.start).toEqual({ line: 1, character: 0 });
    expect(row?.range.end.character).toBeGreaterThan(10);
    expect(row?.relatedInformation?.[0]?.location).toEqual({ uri, range: rangeOf(text, 'sums.jsonl') });
    const own = (await client.until(uri, has('SC340'))).find(({ code }) => code === 'SC340');
    expect(own?.range).toEqual(rangeOf(text, 'sums.jsonl'));
    expect(own?.relatedInformation?.[0]?.location.uri).toBe(uriOf(data));
    expect(own?.data).toMatchObject({ found: { file: data, line: 1 } });
    // Mended on the disk.
    writeFileSync(data, [...sums(8)].map((one) => `${JSON.stringify(one)}\n`).join(''));
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(data), type: 2 }] });
    await client.until(uriOf(data), (found) => found.length === 0);
    await client.until(uri, (found) => !has('SC340')(found));
  });

  test('of plan and engine come as well, and move with the text until they are checked again', async () => {
    client = await startClient({ folder: folder.path });
    const text = SMALL.replace('batch: 4', 'batch: 400');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const before = (await client.until(uri, has('SC240'))).find(({ code }) => code === 'SC240');
    expect(before).toBeDefined();
    const sent = client.published.length;
    client.change(uri, 2, [insertAt(0, 0, '# one\n# two\n')]);
    await client.until(uri, (_, version) => version === 2);
    await sleep(1000);
    // In no message in between was it gone or in a wrong line.
    const since = client.published.slice(sent).filter((one) => one.uri === uri);
    for (const { diagnostics } of since) {
      const one = diagnostics.find(({ code }) => code === 'SC240');
      expect(one?.range.start.line).toBe((before?.range.start.line ?? 0) + 2);
    }
    const mended = text.replace('batch: 400', 'batch: 4');
    client.change(uri, 3, [{ text: mended }]);
    await client.until(uri, (found) => !has('SC240')(found));
  });

  test('are found in the unsaved text', async () => {
    client = await startClient({ folder: folder.path });
    const path = folder.write('a.curriculum.yaml', SMALL);
    const uri = client.open(path, SMALL.replace('train: sums.jsonl', 'train: nowhere.jsonl'));
    await client.until(uri, has('SC300'));
    client.change(uri, 2, [{ text: SMALL }]);
    await client.until(uri, (found) => has('SC413')(found) && !has('SC300')(found));
  });

  test('are left alone when the settings say so', async () => {
    client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
    const text = SMALL.replace('sums.jsonl', 'nowhere.jsonl');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    await client.until(uri, (_, version) => version === 1);
    await sleep(1000);
    expect(client.diagnostics(uri)).toEqual([]);
  });

  test('are never looked for from a document that lies on no disk', async () => {
    client = await startClient({ folder: folder.path });
    const text = SMALL.replace('sums.jsonl', join(folder.path, 'nowhere.jsonl'));
    for (const name of ['untitled:Untitled-1', 'vscode-vfs://github/a/b/c.curriculum.yaml']) {
      const uri = client.open(name, text);
      await client.until(uri, (_, version) => version === 1);
      await sleep(500);
      expect(client.diagnostics(uri)).toEqual([]);
      client.change(uri, 2, [{ text: text.replace('data: sums', 'data: sumz') }]);
      expect(codes(await client.until(uri, (_, version) => version === 2))).toContain('SC201');
    }
  });

  test('outside the workspace are refused', async () => {
    client = await startClient({ folder: join(folder.path, 'inside') });
    const outside = makeFolder();
    try {
      const data = outside.rows('secret.jsonl', sums(5));
      const text = SMALL.replace('sums.jsonl', data);
      const uri = client.open(folder.write('inside/a.curriculum.yaml', text), text);
      await client.until(uri, has('SC301'));
      const declared = `folders: [${outside.path}]\n${text}`;
      client.change(uri, 2, [{ text: declared }]);
      await client.until(uri, (found, version) => version === 2 && !has('SC301')(found));
    } finally {
      outside.remove();
    }
  });
});

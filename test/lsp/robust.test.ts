import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolve } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { EDITOR_REQUESTS, type PlanTextAnswer } from '../../src/protocol';
import { killAll, makeFolder, sleep, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(40));
  client = await startClient({ folder: folder.path });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const start = { line: 0, character: 0 };
/** The server still answers, and rightly. */
async function expectWell(): Promise<void> {
  const text = SMALL.replace('data: sums', 'data: sumz');
  const uri = client.open(folder.write(`well-${Math.random()}.curriculum.yaml`, text), text);
  const found = await client.until(uri, (all) => all.length > 0);
  expect(found.map(({ code }) => code)).toContain('SC201');
}

describe('whatever a client sends', () => {
  test('requests that make no sense are refused with a reason, and the server goes on', async () => {
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const textDocument = { uri };
    for (const position of [
      undefined,
      null,
      {},
      { line: -1, character: 0 },
      { line: 'a', character: 0 },
      7,
    ]) {
      for (const method of ['completion', 'hover', 'definition', 'documentHighlight', 'prepareRename']) {
        await expect(
          client.request(`textDocument/${method}`, { textDocument, position }),
          `${method} at ${JSON.stringify(position)}`,
        ).rejects.toMatchObject({ code: -32602 });
      }
    }
    const range = { start: { line: 0, character: -5 }, end: start };
    for (const method of ['inlayHint', 'codeAction', 'rangeFormatting', 'semanticTokens/range']) {
      const params = { textDocument, range, context: { diagnostics: [] }, options: {} };
      await expect(client.request(`textDocument/${method}`, params)).rejects.toMatchObject({ code: -32602 });
    }
    await expect(client.request('textDocument/hover', {})).rejects.toMatchObject({ code: -32602 });
    await expect(client.request('textDocument/unheardOf', {})).rejects.toMatchObject({ code: -32601 });
    await expectWell();
  });

  test('a position beyond the text is at its end', async () => {
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const position = { line: 9_999_999, character: 9_999_999 };
    const list = await client.request<{ items: unknown[] }>('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    expect(Array.isArray(list.items)).toBe(true);
    client.change(uri, 2, [{ range: { start: position, end: position }, text: 'nonsense: 1\n' }]);
    const found = await client.until(uri, (all) => all.some(({ code }) => code === 'SC110'));
    expect(found[0]?.range.start.line).toBe(SMALL.split('\n').length - 1);
  });

  test('of unknown documents there is nothing to say', async () => {
    for (const uri of ['file:///nowhere', '', 'not a uri', 'http://[', '%%%']) {
      const params = { textDocument: { uri }, position: start };
      expect(await client.request('textDocument/hover', params)).toBeNull();
    }
    await expectWell();
  });

  test('notifications that make no sense are left out', async () => {
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    client.notify('textDocument/didClose', { textDocument: { uri: 'file:///never-opened' } });
    client.notify('textDocument/didChange', { textDocument: { uri: 'file:///no' }, contentChanges: [] });
    client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: 'text' });
    client.notify('textDocument/didChange', { textDocument: { uri, version: 3 } });
    client.notify('textDocument/didChange', { textDocument: { uri, version: 4 }, contentChanges: [{}] });
    client.change(uri, 5, [{ range: { start: 3, end: null }, text: 'x' }]);
    client.notify('textDocument/didOpen', {});
    client.notify('textDocument/didOpen', { textDocument: { uri: 7, text: 'x' } });
    client.notify('textDocument/didOpen', { textDocument: { uri: 'a:%zz', text: 'x: [', version: 1 } });
    client.notify('textDocument/didClose', {});
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: 'x' }] });
    client.notify('workspace/didChangeConfiguration', { settings: 'nothing' });
    client.notify('made/up', { a: 1 });
    client.notify('textDocument/didClose', { textDocument: { uri } });
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await expectWell();
  });

  test('messages that are no JSON do not end it', async () => {
    const { stdin } = client.process;
    stdin.write('Content-Length: 3\r\n\r\n{a}');
    stdin.write('Content-Length: 2\r\n\r\n[]');
    stdin.write('Content-Length: 4\r\n\r\nnull');
    await expectWell();
  });

  test('a file opened twice, and again after it was closed, is the newest text', async () => {
    const path = folder.write('a.curriculum.yaml', SMALL);
    client.open(path, SMALL.replace('data: sums', 'data: sumz'));
    const uri = client.open(path, SMALL, 2);
    await client.until(uri, (found, version) => version === 2 && found.length === 0);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    client.open(path, SMALL.replace('model:', 'modle:'), 1);
    await client.until(uri, (found) => found.some(({ code }) => code === 'SC110'));
  });
});

describe('cancellation', () => {
  test('a cancelled request is answered as cancelled, or with what it found before', async () => {
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const source = new CancellationTokenSource();
    const params = { uri, show: 'plan' };
    const asked = client.request<PlanTextAnswer>(EDITOR_REQUESTS.plan, params, source.token);
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    const again = await client.request<PlanTextAnswer>(EDITOR_REQUESTS.plan, params);
    expect(again.text).toContain('1. think');
  });

  test('an answer about a text that is no longer there is refused as such', async () => {
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
    const asked = client.request<PlanTextAnswer>(EDITOR_REQUESTS.plan, { uri, show: 'plan' });
    client.change(uri, 2, [{ text: SMALL.replace('batch: 4', 'batch: 8') }]);
    await expect(asked).rejects.toMatchObject({ code: -32801 });
  });
});

describe('the plan request', () => {
  test('answers the plan, the commands, and reasons why there are none', async () => {
    const path = resolve('examples/shape-math/shape-math.curriculum.yaml');
    const text = readFileSync(path, 'utf8');
    const uri = client.open(path, text);
    const ask = (params: object): Promise<PlanTextAnswer> =>
      client.request(EDITOR_REQUESTS.plan, { uri, ...params });
    const plan = await ask({ show: 'plan' });
    expect(plan.title).toBe('Plan of shape-math');
    expect(plan.text).toMatch(/1\. see .*steps/u);
    expect(plan.text).toContain('3. see-and-think');
    const one = await ask({ show: 'plan', stage: 'think' });
    expect(one.text).toContain('2. think');
    expect(one.text).not.toContain('1. see');
    const command = await ask({ show: 'command', stage: 'see' });
    expect(command.text).toContain('embedded-runner.cjs');
    expect(command.text).toContain('"kind": "train"');
    expect((await ask({ show: 'plan', variant: 'nowhere' })).text).toContain('no variant nowhere');
    expect((await ask({ show: 'plan', stage: 'nowhere' })).text).toContain('no stage nowhere');
    await expect(ask({ show: 'rm -rf' })).rejects.toMatchObject({ code: -32602 });
    client.change(uri, 2, [{ text: text.replace('engine: embedded', 'engine: easyr1') }]);
    const other = await ask({ show: 'command' });
    expect(other.text).not.toContain('embedded-runner');
    expect(other.text.length).toBeGreaterThan(20);
    client.change(uri, 3, [{ text: 'curriculum: 1\n' }]);
    expect((await ask({ show: 'plan' })).text).toContain('SC113');
    await sleep(10);
  });
});

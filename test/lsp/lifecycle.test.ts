import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive, killAll, makeFolder, SERVER, sleep, SMALL, startClient, sums, type Folder } from './client';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(40));
});
afterEach(() => folder.remove());
afterAll(killAll);

/** Processes whose parent is `pid`. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((child) => {
      try {
        const stat = readFileSync(`/proc/${child}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        return false;
      }
    });
}

describe('the life of the server', () => {
  test('says what it can do', async () => {
    const client = await startClient({ folder: folder.path });
    const { capabilities, serverInfo } = client.initialized as {
      capabilities: Record<string, unknown>;
      serverInfo: { name: string; version: string };
    };
    expect(serverInfo.name).toBe('stagecraft');
    expect(serverInfo.version).toMatch(/^\d+\.\d+\.\d+/u);
    expect(
      Object.keys(capabilities)
        .filter((key) => key.endsWith('Provider'))
        .sort(),
    ).toEqual([
      'codeActionProvider',
      'codeLensProvider',
      'completionProvider',
      'definitionProvider',
      'documentFormattingProvider',
      'documentHighlightProvider',
      'documentLinkProvider',
      'documentRangeFormattingProvider',
      'documentSymbolProvider',
      'foldingRangeProvider',
      'hoverProvider',
      'inlayHintProvider',
      'referencesProvider',
      'renameProvider',
      'selectionRangeProvider',
      'semanticTokensProvider',
    ]);
    expect(await client.stop()).toBe(0);
  });

  test('the command line starts the same server', async () => {
    const client = await startClient({
      folder: folder.path,
      argv: [resolve('dist/stagecraft.cjs'), 'language-server', '--stdio'],
    });
    const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL.replace('sums\n', 'sum\n'));
    const found = await client.until(uri, (all) => all.some(({ code }) => code === 'SC201'));
    expect(found[0]?.message).toContain('sum');
    expect(await client.stop()).toBe(0);
  });

  test.runIf(process.platform === 'linux')('leaves no process behind, however it ends', async () => {
    for (const end of ['exit', 'stdin', 'kill'] as const) {
      const client = await startClient({ folder: folder.path });
      const uri = client.open(folder.write('a.curriculum.yaml', SMALL), SMALL);
      await client.until(uri, (_, version) => version === 1);
      const pid = client.process.pid ?? 0;
      let children: number[] = [];
      while (children.length === 0) {
        await sleep(20);
        children = childrenOf(pid);
      }
      const ended = once(client.process, 'exit');
      if (end === 'exit') await client.stop();
      else if (end === 'stdin') client.process.stdin.end();
      else client.process.kill('SIGKILL');
      await ended;
      client.connection.dispose();
      const start = Date.now();
      while (children.some(isAlive) && Date.now() - start < 30_000) await sleep(20);
      expect(children.filter(isAlive), `after ${end}`).toEqual([]);
    }
  });

  test('ends when its client dies', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const client = await startClient({ initialize: false });
    await client.request('initialize', { processId: parent.pid, rootUri: null, capabilities: {} });
    const ended = once(client.process, 'exit');
    parent.kill('SIGKILL');
    await ended;
    client.connection.dispose();
  });

  test('refuses requests before it is initialized', async () => {
    const client = await startClient({ initialize: false });
    const params = { textDocument: { uri: 'file:///a' }, position: { line: 0, character: 0 } };
    await expect(client.request('textDocument/hover', params)).rejects.toMatchObject({ code: -32002 });
    await client.stop();
  });

  test('speaks over a fork channel, as editors start it', async () => {
    const { fork } = await import('node:child_process');
    const child = fork(SERVER, ['--node-ipc'], { stdio: 'ignore' });
    child.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    const [answer] = (await once(child, 'message')) as [{ id: number; result: { capabilities: object } }];
    expect(answer.id).toBe(1);
    expect(answer.result.capabilities).toHaveProperty('hoverProvider', true);
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
});

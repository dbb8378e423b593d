import { readFileSync, readdirSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import {
  isAlive,
  killAll,
  makeFolder,
  sleep,
  SMALL,
  startClient,
  sums,
  type Client,
  type Folder,
} from './client';

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

const has = (code: string) => (found: readonly Diagnostic[]) => found.some((one) => one.code === code);

/** The server's data process, once it is there. */
async function dataProcess(): Promise<number> {
  for (;;) {
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/u.test(one))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        if (parent === client.process.pid && command.includes('data-process')) return Number(name);
      } catch {
        // Ended while it was looked at.
      }
    }
    await sleep(10);
  }
}

describe.runIf(process.platform === 'linux')('the data process', () => {
  test('is started only for data', async () => {
    const { pid = 0 } = client.process;
    client.open('untitled:one', SMALL);
    await client.until('untitled:one', (_, version) => version === 1);
    await sleep(800);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    expect(children).toBe('');
    // In kilobytes.
    const resident = Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(resident).toBeLessThan(150 * 1024);
  });

  test('recovers when it is killed', async () => {
    const text = SMALL.replace('batch: 4', 'batch: 400');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const pid = await dataProcess();
    process.kill(pid, 'SIGKILL');
    // What the engine says comes last: the check is done.
    await client.until(uri, (all) => has('SC240')(all) && has('SC413')(all));
    const second = await dataProcess();
    expect(second).not.toBe(pid);
    process.kill(second, 'SIGKILL');
    while (isAlive(second)) await sleep(5);
    client.change(uri, 2, [{ text: SMALL.replace('batch: 4', 'batch: 41') }]);
    const found = await client.until(
      uri,
      (all, version) =>
        version === 2 && all.some(({ message }) => JSON.stringify(message).includes('a step takes 41')),
    );
    expect(has('SC240')(found)).toBe(true);
  });

  test('a curriculum that ends it twice is left alone, says so, and is tried again when saved', async () => {
    folder.rows('sums.jsonl', sums(300_000));
    const path = folder.write('a.curriculum.yaml', SMALL);
    const uri = client.open(path, SMALL);
    const first = await dataProcess();
    process.kill(first, 'SIGKILL');
    while (isAlive(first)) await sleep(5);
    const second = await dataProcess();
    process.kill(second, 'SIGKILL');
    const found = await client.until(uri, has('SC300'));
    expect(found[0]?.message).toContain('ended twice');
    folder.rows('sums.jsonl', sums(40));
    client.notify('textDocument/didSave', { textDocument: { uri } });
    await client.until(uri, (all) => has('SC413')(all) && !has('SC300')(all));
  });

  test('typing does not wait while large data is checked, and the check is cancelled by it', async () => {
    for (let index = 0; index < 10; index++) folder.rows(`d${index}.jsonl`, sums(5_000));
    const text = `curriculum: 1
model: micro-vlm
engine: embedded
datasets:
${Array.from({ length: 10 }, (_, index) => `  d${index}: { capability: perception, train: d${index}.jsonl }\n`).join('')}
stages:
${Array.from({ length: 10 }, (_, index) => `  - { id: s${index}, data: d${index}, where: pass_rate < 1 }\n`).join('')}`;
    const uri = client.open(folder.write('big.curriculum.yaml', text), text);
    await client.until(uri, (_, version) => version === 1);
    const pid = await dataProcess();
    // It stands still in the middle of its check, as if the check took for ever: whoever waits for it never ends.
    process.kill(pid, 'SIGSTOP');
    try {
      for (let version = 2; version < 40; version++) {
        const wrong = version % 2 === 0;
        client.change(uri, version, [{ text: wrong ? text.replace('data: d3', 'data: dx') : text }]);
        const found = await client.until(uri, (_, seen) => seen === version);
        expect(has('SC201')(found)).toBe(wrong);
        await sleep(20);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    // What each keystroke cancelled is not made up for: the check of the last text comes, and of no other.
    await client.until(uri, (all, seen) => seen === 39 && has('SC413')(all), 100_000);
  }, 120_000);

  test('writes nothing into the workspace but the cache that it is given', async () => {
    const text = SMALL.replace('batch: 4', 'batch: 400');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    await client.until(uri, has('SC240'));
    await sleep(300);
    expect(readdirSync(folder.path).sort()).toEqual(['.test-cache', 'a.curriculum.yaml', 'sums.jsonl']);
    expect(statSync(`${folder.path}/.test-cache`).isDirectory()).toBe(true);
  });
});

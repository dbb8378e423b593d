import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { uriOf } from '../../src/service';
import { killAll, makeFolder, sleep, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(8));
  // An editor that cannot watch files for a server.
  client = await startClient({ folder: folder.path, capabilities: { workspace: {} } });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const has = (code: string) => (found: readonly Diagnostic[]) => found.some((one) => one.code === code);
const hasNot = (code: string) => (found: readonly Diagnostic[]) => !has(code)(found);

/** Longer than the server waits for typing to rest. */
const REST = 1200;

/** What the system watches for a process. */
function watches(pid = client.process.pid ?? 0): number {
  let count = 0;
  for (const name of readdirSync(`/proc/${pid}/fdinfo`)) {
    try {
      count += readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8').match(/^inotify wd/gmu)?.length ?? 0;
    } catch {
      // Closed while it was looked at.
    }
  }
  return count;
}

describe('files of editors that do not watch them', () => {
  test.runIf(process.platform === 'linux')(
    'are watched in their folders alone: never a folder tree, nothing outside, nothing that is left',
    async () => {
      for (let index = 0; index < 40; index++)
        mkdirSync(join(folder.path, 'deep', `d${index}`), { recursive: true });
      for (let index = 0; index < 40; index++) folder.write(`deep/d${index}/x.jsonl`, '{}\n');
      const path = folder.write('a.curriculum.yaml', SMALL);
      const uri = client.open(path, SMALL);
      await expect.poll(() => watches()).toBe(1);
      let version = 1;
      for (const prompt of [
        '/',
        '../',
        '/proc/',
        'deep',
        'deep/',
        '.',
        '/etc/hosts',
        'nowhere/at/all.jinja',
      ]) {
        version += 1;
        client.change(uri, version, [{ text: `${SMALL}prompt: ${prompt}\n` }]);
        await sleep(REST);
        expect(watches(), prompt).toBeLessThanOrEqual(2);
      }
      const many = Array.from(
        { length: 40 },
        (_, i) => `  x${i}: { capability: perception, train: deep/d${i}/x.jsonl }\n`,
      );
      client.change(uri, 50, [{ text: SMALL.replace('stages:', `${many.join('')}stages:`) }]);
      await expect.poll(() => watches()).toBe(41);
      client.change(uri, 51, [{ text: SMALL }]);
      await expect.poll(() => watches()).toBe(1);
      client.notify('textDocument/didClose', { textDocument: { uri } });
      await expect.poll(() => watches()).toBe(0);
    },
    60_000,
  );

  test('are seen when they change, go, come back, and when their folder is made', async () => {
    const text = SMALL.replace('sums.jsonl', 'new/data/sums.jsonl');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    await client.until(uri, has('SC300'));
    folder.rows('new/data/sums.jsonl', sums(8));
    await client.until(uri, hasNot('SC300'));
    folder.write('new/data/sums.jsonl', '{"problem": "a", "answer": "b", "pass_rate": 7}\n');
    await client.until(uri, has('SC323'));
    rmSync(join(folder.path, 'new'), { recursive: true });
    await client.until(uri, has('SC300'));
    folder.rows('new/data/sums.jsonl', sums(8));
    await client.until(uri, (found) => hasNot('SC300')(found) && hasNot('SC323')(found));
    writeFileSync(join(folder.path, 'new', 'data', 'other.jsonl'), '');
  });

  test('are seen in a curriculum that extends another', async () => {
    const base = folder.write('base.yaml', SMALL);
    const text = 'extends: base.yaml\nname: other\n';
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    await client.until(uri, (found, version) => version === 1 && found.length === 0);
    writeFileSync(base, SMALL.replace('data: sums', 'data: sumz'));
    await client.until(uriOf(base), has('SC201'));
    writeFileSync(base, SMALL);
    await client.until(uriOf(base), hasNot('SC201'));
    renameSync(base, `${base}.away`);
    await client.until(uri, has('SC213'));
    renameSync(`${base}.away`, base);
    await client.until(uri, hasNot('SC213'));
    const data = join(folder.path, 'sums.jsonl');
    renameSync(data, `${data}.away`);
    await client.until(uriOf(base), has('SC300'));
    renameSync(`${data}.away`, data);
    await client.until(uriOf(base), hasNot('SC300'));
  });
});

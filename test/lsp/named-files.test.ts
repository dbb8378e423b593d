import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic, Hover } from 'vscode-languageserver/node';
import { uriOf } from '../../src/service';
import { killAll, makeFolder, sleep, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  mkdirSync(join(folder.path, 'work'));
  folder.rows('work/sums.jsonl', sums(20));
  folder.write(
    'outside/secret.py',
    'def leak(rewards):\n    """The secret words."""\n    return [{"overall": 0.0} for r in rewards]\n',
  );
  folder.write('outside/prompt.jinja', '{{ content }}');
  client = await startClient({ folder: join(folder.path, 'work') });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const has = (code: string) => (found: readonly Diagnostic[]) => found.some((one) => one.code === code);
/** What the engine says of every small curriculum comes last: the check is done. */
const isDone = has('SC413');

async function hoverAt(uri: string, text: string, word: string): Promise<string> {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  const position = { line: before.length - 1, character: (before.at(-1) ?? '').length + 1 };
  for (;;) {
    const hover = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    const words = JSON.stringify(hover?.contents ?? null);
    // A hover waits only a moment for data; whoever looks again later sees it.
    if (!words.includes('_reading the data…_')) return words;
    await sleep(50);
  }
}

/** The command line's words on the same file. */
function cliCodes(path: string): readonly string[] {
  const command = ['dist/stagecraft.cjs', 'check', '--json', '--workspace', join(folder.path, 'work'), path];
  let text: string;
  try {
    text = execFileSync(process.execPath, command, { encoding: 'utf8' });
  } catch (error) {
    text = (error as { stdout: string }).stdout;
  }
  return [...text.matchAll(/"code": ?"(SC\d+)"/gu)].map(([, code = '']) => code).sort();
}

describe('files outside the workspace that a curriculum names', () => {
  test('are refused, nothing of them is shown, and the command line says the same', async () => {
    symlinkSync(join(folder.path, 'outside', 'secret.py'), join(folder.path, 'work', 'link.py'));
    for (const [name, line] of [
      ['a', 'reward: ../outside/secret.py:leak'],
      ['b', 'reward: link.py:leak'],
      ['c', 'prompt: /etc/passwd'],
      ['d', 'prompt: ../outside/prompt.jinja'],
    ]) {
      const text = `${SMALL}${line}\n`;
      const path = folder.write(`work/${name}.curriculum.yaml`, text);
      const uri = client.open(path, text);
      const found = await client.until(uri, (all) => has('SC301')(all) && isDone(all));
      const refused = found.filter(({ code }) => code === 'SC301');
      expect(refused, line).toHaveLength(1);
      expect(refused[0]?.range.start.line).toBe(SMALL.split('\n').length - 1);
      expect(JSON.stringify(found)).not.toMatch(/secret words|root:/u);
      expect(await hoverAt(uri, text, line?.split(' ')[1] ?? '')).not.toMatch(/secret words|def leak|root:/u);
      expect(cliCodes(path)).toEqual(found.map(({ code }) => code).sort());
    }
    const text = `${SMALL}reward: ../outside/secret.py:\n`;
    const uri = client.open(folder.write('work/e.curriculum.yaml', text), text);
    const list = await client.request('textDocument/completion', {
      textDocument: { uri },
      position: { line: SMALL.split('\n').length - 1, character: 29 },
    });
    expect(JSON.stringify(list)).not.toContain('leak');
  });

  test('are read where the curriculum declares their folder', async () => {
    const text = `${SMALL}folders: [../outside]\nreward: ../outside/secret.py:leak\nprompt: ${join(folder.path, 'outside', 'prompt.jinja')}\n`;
    const uri = client.open(folder.write('work/a.curriculum.yaml', text), text);
    const found = await client.until(uri, isDone);
    expect(has('SC301')(found)).toBe(false);
    expect(await hoverAt(uri, text, '../outside/secret')).toContain('The secret words.');
  });

  test('a prompt that is not there is an error before anything runs', async () => {
    const text = `${SMALL}prompt: none.jinja\n`;
    const path = folder.write('work/a.curriculum.yaml', text);
    const found = await client.until(client.open(path, text), isDone);
    expect(found.find(({ code }) => code === 'SC300')?.message).toContain('There is no prompt');
    expect(cliCodes(path)).toContain('SC300');
  });
});

describe.runIf(process.platform === 'linux')('files that are none', () => {
  test('devices and pipes under the name of a reward, a prompt or a model are refused without being opened', async () => {
    symlinkSync('/dev/zero', join(folder.path, 'work', 'zero.py'));
    execFileSync('mkfifo', [join(folder.path, 'work', 'pipe.py'), join(folder.path, 'work', 'pipe.jinja')]);
    mkdirSync(join(folder.path, 'work', 'model'));
    execFileSync('mkfifo', [join(folder.path, 'work', 'model', 'config.json')]);
    for (const [name, lines, code] of [
      ['a', 'reward: zero.py:f', 'SC301'],
      ['b', 'reward: pipe.py:f\nprompt: pipe.jinja', 'SC461'],
      ['c', 'name: other', 'SC411'],
    ] as const) {
      const text = `${name === 'c' ? SMALL.replace('micro-vlm', './model').replace('name: small\n', '') : SMALL}${lines}\n`;
      const uri = client.open(folder.write(`work/${name}.curriculum.yaml`, text), text);
      await client.until(uri, has(code));
      expect(await hoverAt(uri, text, lines.split(' ')[1] ?? '')).not.toContain('reading the data');
    }
    expect(
      await hoverAt(uriOf(join(folder.path, 'work', 'a.curriculum.yaml')), SMALL, 'sums.jsonl'),
    ).toContain('20 rows');
  });
});

describe('rows that nothing can read', () => {
  test('are said at their rows and not once more for the file; the hover counts them', async () => {
    writeFileSync(
      join(folder.path, 'work', 'sums.jsonl'),
      '{"problem": "a", "answer": "1", "pass_rate": 0.5}\n{"problem": "b", "answer\n{"problem": "c", "answer": "2", "pass_rate": 0.5}\n',
    );
    const path = folder.write('work/a.curriculum.yaml', SMALL);
    const uri = client.open(path, SMALL);
    const found = await client.until(uri, has('SC310'));
    await sleep(500);
    expect(has('SC300')(found)).toBe(false);
    expect(has('SC300')(client.diagnostics(uri))).toBe(false);
    const rows = client.diagnostics(uriOf(join(folder.path, 'work', 'sums.jsonl')));
    expect(rows.map(({ code, range }) => [code, range.start.line])).toEqual([['SC310', 1]]);
    expect(await hoverAt(uri, SMALL, 'sums.jsonl')).toContain('1 row cannot be read');
    expect(cliCodes(path)).not.toContain('SC300');
    expect(cliCodes(path)).toContain('SC310');
  });

  test('what is wrong with the first row is shown along all of it', async () => {
    folder.rows('work/sums.jsonl', [
      { problem: '<image> a', answer: '1', images: ['../../outside/x.png'], pass_rate: 7 },
      { problem: '<image> b', answer: '1', images: ['../../outside/y.png'], pass_rate: 0.5 },
    ]);
    const uri = client.open(folder.write('work/a.curriculum.yaml', SMALL), SMALL);
    await client.until(uri, has('SC301'));
    const rows = await client.until(uriOf(join(folder.path, 'work', 'sums.jsonl')), has('SC323'));
    for (const { code, range } of rows) {
      expect(range.start, String(code)).toEqual({ line: 0, character: 0 });
      expect(range.end.line).toBe(0);
      expect(range.end.character).toBeGreaterThan(100);
    }
    expect(rows.map(({ code }) => code).sort()).toEqual(['SC301', 'SC323']);
  });
});

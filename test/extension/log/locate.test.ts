import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { locate } from '../../../src/extension/log/locate';

let root = '';
let inside = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-locate-')));
  inside = join(root, 'work');
  mkdirSync(join(inside, 'data'), { recursive: true });
  writeFileSync(join(inside, 'data', 'a b.jsonl'), '{}\n');
  writeFileSync(join(root, 'secret.txt'), 'x');
  symlinkSync(join(root, 'secret.txt'), join(inside, 'link.txt'));
  symlinkSync(join(inside, 'data'), join(inside, 'also'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('absolute paths, and those relative to a folder', async () => {
  const file = join(inside, 'data', 'a b.jsonl');
  expect(await locate(file, [inside])).toBe(file);
  expect(await locate('data/a b.jsonl', [join(root, 'elsewhere'), inside])).toBe(file);
  expect(await locate('./a b.jsonl', [inside, join(inside, 'data')])).toBe(file);
});

test('links of the file system count where they lead to', async () => {
  expect(await locate('also/a b.jsonl', [inside])).toBe(join(inside, 'also', 'a b.jsonl'));
  expect(await locate('link.txt', [inside])).toBeUndefined();
});

test('what lies outside, is a folder or not there', async () => {
  expect(await locate(join(root, 'secret.txt'), [inside])).toBeUndefined();
  expect(await locate('../secret.txt', [inside])).toBeUndefined();
  expect(await locate('data', [inside])).toBeUndefined();
  expect(await locate('data/none.jsonl', [inside])).toBeUndefined();
  expect(await locate('/etc/passwd', [inside])).toBeUndefined();
});

test('paths that mean something else to a system', async () => {
  for (const path of ['//host/share/a.py', String.raw`\\host\share\a.py`, 'data/a b.jsonl\0.py', ''])
    expect(await locate(path, [inside])).toBeUndefined();
});

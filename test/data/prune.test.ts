import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCache } from '../../src/data/store/cache';
import { pruneCache } from '../../src/data/store/prune';

const DAY = 86_400_000;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stagecraft-prune-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const name = (digit: string): string => `${digit.repeat(32)}.json`;
function write(file: string, days: number, size = 10): void {
  writeFileSync(join(folder, file), 'x'.repeat(size));
  const time = (Date.now() - days * DAY) / 1000;
  utimesSync(join(folder, file), time, time);
}
const left = (): readonly string[] => readdirSync(folder).sort();

describe('the cache of answers about files', () => {
  it('forgets what is old, and what a writer that died left', async () => {
    write(name('a'), 40);
    write(name('b'), 2);
    write(`${name('c')}.123.0123abcd.tmp`, 2);
    write(`${name('d')}.123.0123abcd.tmp`, 0);
    await pruneCache(folder);
    expect(left()).toEqual([name('b'), `${name('d')}.123.0123abcd.tmp`]);
  });

  it('forgets the oldest when it is too large', async () => {
    for (const [index, digit] of ['a', 'b', 'c', 'd'].entries()) write(name(digit), index, 100);
    await pruneCache(folder, { age: 30 * DAY, bytes: 250 });
    expect(left()).toEqual([name('a'), name('b')]);
  });

  it('touches no file that is not its own', async () => {
    for (const other of ['notes.txt', 'a.json', `${'A'.repeat(32)}.json`, `x${name('a')}`]) write(other, 400);
    await pruneCache(folder, { age: DAY, bytes: 0 });
    expect(left()).toHaveLength(4);
    await pruneCache(join(folder, 'nowhere'));
  });

  it('is kept in bounds by writing to it', async () => {
    write(name('a'), 40);
    await makeCache(folder).remember('kind', 'name', 1);
    for (let round = 0; round < 100 && left().length > 1; round++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(left()).toHaveLength(1);
    expect(left()).not.toContain(name('a'));
  });
});

import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWatch, type Watch } from '../../src/server/workspace/watch';
import { discard } from '../fixtures/discard';
import { sleep } from './client';

let within: string;
let watch: Watch;
let heard: string[];
beforeEach(() => {
  within = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-since-')));
  heard = [];
  watch = openWatch(
    (path) => void heard.push(path),
    (text) => expect.unreachable(text),
  );
});
afterEach(() => {
  watch.close();
  discard(within);
});

/** Longer than a file system's clock lags, so that what was done before `since` is surely older. */
const LONG = 100;

describe('what happens to a file after it was read and before it is watched is told', () => {
  test('when it is written, made, made in a folder that was not there, or taken away', async () => {
    const path = (name: string): string => join(within, name);
    mkdirSync(path('written'));
    mkdirSync(path('gone'));
    mkdirSync(path('made'));
    mkdirSync(path('idle'));
    writeFileSync(path('written/a'), 'one');
    writeFileSync(path('gone/a'), 'one');
    writeFileSync(path('idle/a'), 'one');
    await sleep(LONG);
    const since = Date.now();
    await sleep(LONG);
    writeFileSync(path('written/a'), 'two');
    // Even where its time is set back, as by an archive that is unpacked.
    utimesSync(path('written/a'), 1, 1);
    writeFileSync(path('made/a'), 'one');
    mkdirSync(path('new'));
    writeFileSync(path('new/a'), 'one');
    rmSync(path('gone/a'));
    const files = ['written/a', 'made/a', 'new/a', 'gone/a', 'idle/a'].map((name) => ({
      path: path(name),
      within,
    }));
    watch.set(files, since);
    await expect
      .poll(() => [...heard].sort())
      .toEqual(['gone/a', 'made/a', 'new/a', 'written/a'].map(path).sort());
    await sleep(LONG);
    expect(heard).not.toContain(path('idle/a'));
  });

  test('once: a file that is watched already is told by its watch alone', async () => {
    const path = join(within, 'a');
    writeFileSync(path, 'one');
    watch.set([{ path, within }], Date.now() + 60_000);
    await sleep(LONG);
    writeFileSync(path, 'two');
    await expect.poll(() => heard).toEqual([path]);
    watch.set([{ path, within }], 0);
    await sleep(LONG);
    expect(heard).toEqual([path]);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCrashes } from '../../src/server/data/crashes';
import { takePulse } from '../../src/server/data/pulse';
import { isAlive, sleep } from './client';
import { discard } from '../fixtures/discard';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-outlive-'));
  buildSync({
    stdin: {
      contents: `
        import { endWithParent } from './outlive';
        if (process.argv[2] === 'with') endWithParent();
        process.send('ready');
        // Busy before the thread has a chance to say anything to this one.
        const end = Date.now() + 120_000;
        while (Date.now() < end);
      `,
      resolveDir: 'src/protocol',
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    outfile: join(folder, 'child.cjs'),
  });
  writeFileSync(
    join(folder, 'parent.cjs'),
    `const { fork } = require('node:child_process');
     const child = fork(${JSON.stringify(join(folder, 'child.cjs'))}, [process.argv[2]]);
     child.on('message', () => console.log(child.pid));`,
  );
});
afterAll(() => discard(folder));

describe('the data process', () => {
  test.each([
    ['with', false],
    ['without', true],
  ])('that never comes to rest, %s a watch on its parent, lives on: %s', async (how, lives) => {
    const parent = spawn(process.execPath, [join(folder, 'parent.cjs'), how]);
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString('utf8'));
    try {
      expect(isAlive(pid)).toBe(true);
      parent.kill('SIGKILL');
      // Who lives on is watched for a while; who must end has as long as it takes.
      const end = Date.now() + (lives ? 6000 : 30_000);
      while (isAlive(pid) && Date.now() < end) await sleep(20);
      expect(isAlive(pid)).toBe(lives);
    } finally {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });

  test('that answers nothing for long is noticed; one that answers, or whose machine slept, is not', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let asked = 0;
    let ended = 0;
    const silent = takePulse(
      () => (asked += 1),
      () => (ended += 1),
      10,
    );
    const lively = takePulse(
      () => lively.heard(),
      () => (ended += 100),
      10,
    );
    vi.advanceTimersByTime(69);
    expect({ asked, ended }).toEqual({ asked: 6, ended: 0 });
    vi.advanceTimersByTime(300);
    expect({ asked, ended }).toEqual({ asked: 6, ended: 1 });
    silent.stop();
    lively.stop();
  });

  test('is ended by a check that it had, not by a look at columns that waited', () => {
    const crashes = openCrashes();
    const check = { kind: 'check', file: '/a', overlays: {} } as const;
    const dataset = {
      id: 'a',
      capability: 'perception',
      train: { kind: 'file', text: 'a', path: '/a.jsonl' },
      columns: {},
    } as const;
    const facts = { kind: 'facts', dataset, split: 'train' } as const;
    crashes.ended([check, facts]);
    crashes.ended([check, facts]);
    expect(crashes.isHopeless(check)).toBe(true);
    expect(crashes.isHopeless(facts)).toBe(false);
    crashes.ended([facts]);
    crashes.ended([facts]);
    expect(crashes.isHopeless(facts)).toBe(true);
  });
});

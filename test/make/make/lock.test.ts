import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MakeError } from '../../../src/make';
import { Journal } from '../../../src/make/journal';
import { lockMade } from '../../../src/make/lock';
import { identify } from '../../../src/runs';
import { discard } from '../../fixtures/discard';

let to: string;
beforeEach(() => void (to = mkdtempSync(join(tmpdir(), 'stagecraft-lock-'))));
afterEach(() => discard(to));

describe('lockMade', () => {
  it('lets one maker in at a time, and the next one after it', async () => {
    const first = await lockMade(to);
    await expect(lockMade(to)).rejects.toThrow(MakeError);
    await expect(lockMade(to)).rejects.toThrow(
      new RegExp(`Process ${process.pid} on .* makes the dataset in`),
    );
    await first.release();
    const second = await lockMade(to);
    await second.release();
  });

  it('follows no link to a file of somebody else, and clears what killed makers left', async () => {
    const theirs = join(to, 'theirs.txt');
    writeFileSync(theirs, 'precious');
    mkdirSync(join(to, '.make', 'work-1-x'), { recursive: true });
    symlinkSync(theirs, join(to, '.make', 'beat'));
    symlinkSync(theirs, join(to, '.make', 'answers.jsonl'));
    const lock = await lockMade(to);
    expect(readFileSync(theirs, 'utf8')).toBe('precious');
    expect(existsSync(join(to, '.make', 'work-1-x'))).toBe(false);
    expect(() => new Journal(join(to, '.make', 'answers.jsonl'))).toThrow(MakeError);
    expect(readFileSync(theirs, 'utf8')).toBe('precious');
    await lock.release();
  });

  it('takes over from a maker that is dead', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const owner = await identify(child.pid ?? 0);
    mkdirSync(join(to, '.make'), { recursive: true });
    writeFileSync(join(to, '.make', 'maker-4.lock'), JSON.stringify({ owner }));
    await expect(lockMade(to)).rejects.toThrow(`Process ${child.pid}`);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const lock = await lockMade(to);
    await lock.release();
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { headTime } from '../../src/engines';
import { discard } from '../fixtures/discard';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-git-'));
});
afterEach(() => discard(folder));

const WHEN = '2025-10-01T12:00:00Z';
/** Years after it was made, it was cloned. */
const LATER = '2026-03-01T12:00:00Z';

/** git itself, without anything of the user's. */
const git = (args: readonly string[], when: string = WHEN): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when, GIT_CONFIG_GLOBAL: '/dev/null' },
  });

const commit = (text: string): void => {
  writeFileSync(join(folder, 'a.txt'), text);
  git(['add', '.']);
  git(['commit', '-q', '-m', 'one']);
};

const day = async (): Promise<string | undefined> => (await headTime(folder))?.toISOString();

it('is told of a loose commit, of one in a pack, and of one that HEAD names itself', async () => {
  git(['init', '-q']);
  commit('one');
  expect(await day()).toBe('2025-10-01T12:00:00.000Z');
  commit('two');
  git(['gc', '-q']);
  expect(existsSync(join(folder, '.git', 'packed-refs'))).toBe(true);
  expect(await day()).toBe('2025-10-01T12:00:00.000Z');
  git(['checkout', '-q', '--detach'], LATER);
  expect(await day()).toBe('2025-10-01T12:00:00.000Z');
});

it('runs nothing that the repository names', async () => {
  git(['init', '-q']);
  commit('one');
  const trap = join(folder, 'ran');
  writeFileSync(join(folder, 'trap.sh'), `#!/bin/sh\ntouch '${trap}'\n`, { mode: 0o755 });
  for (const key of ['core.fsmonitor', 'core.pager', 'gpg.program', 'core.sshCommand'])
    git(['config', key, join(folder, 'trap.sh')]);
  expect(await day()).toBe('2025-10-01T12:00:00.000Z');
  expect(existsSync(trap)).toBe(false);
});

it('is the time of the last checkout where the commit cannot be read', async () => {
  const at = join(folder, '.git');
  mkdirSync(join(at, 'logs'), { recursive: true });
  writeFileSync(join(at, 'HEAD'), `${'a'.repeat(40)}\n`);
  const line = `${'0'.repeat(40)} ${'a'.repeat(40)} A <a@b> 1772366400 +0100\tclone: x\n`;
  writeFileSync(join(at, 'logs', 'HEAD'), line);
  expect(await day()).toBe('2026-03-01T12:00:00.000Z');
});

it('is unknown of what is no checkout, and of one that lies about where it is', async () => {
  expect(await day()).toBeUndefined();
  mkdirSync(join(folder, '.git'));
  for (const head of [
    '',
    'ref: ../../etc/passwd',
    'ref: refs/heads/../../../secret',
    'ref: refs/heads/none',
  ]) {
    writeFileSync(join(folder, '.git', 'HEAD'), head);
    expect(await day()).toBeUndefined();
  }
});

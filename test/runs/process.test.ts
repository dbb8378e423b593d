import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { identify, liveness, livenessOfAll, type ProcessIdentity } from '../../src/runs/process/identity';
import { lockOwner, lockRun } from '../../src/runs/process/lock';
import { endGroup, endLeftover, groupIsAlive } from '../../src/runs/process/tree';
import { until } from '../fixtures/runs/processes';
import { discard } from '../fixtures/discard';

const IDLE = ['-e', 'setInterval(() => {}, 1000)'];
const sleeper = (): ChildProcess => spawn(process.execPath, IDLE, { stdio: 'ignore', detached: true });
const identityOf = async (child: ChildProcess): Promise<ProcessIdentity> => {
  const identity = await identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('The process is not there.');
  return identity;
};

let children: readonly ChildProcess[];
let living: readonly ProcessIdentity[];
beforeAll(async () => {
  children = Array.from({ length: 5 }, sleeper);
  living = await Promise.all(children.map(identityOf));
});
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

describe('the identity of a process', () => {
  it('is stable while it lives, and gone with it', async () => {
    const child = sleeper();
    const identity = await identityOf(child);
    expect(await identityOf(child)).toEqual(identity);
    expect(await liveness(identity)).toBe('alive');
    child.kill('SIGKILL');
    await until('its end', async () => (await liveness(identity)) === 'gone');
  });

  it('is not that of another process with the same pid, nor one of before a restart', async () => {
    const self = await identify(process.pid);
    if (self === undefined) throw new Error('This process has no identity.');
    expect(await liveness({ ...self, start: '1' })).toBe('gone');
    expect(await liveness({ ...self, boot: 'another' })).toBe('gone');
    expect(await liveness({ ...self, host: `not-${hostname()}` })).toBe('elsewhere');
    expect(await livenessOfAll([self, { ...self, start: '1' }, { ...self, host: 'x' }])).toEqual([
      'alive',
      'gone',
      'elsewhere',
    ]);
  });

  it('of a pid that nobody has, or that is none, is nothing', async () => {
    for (const pid of [0, -1, 1.5, NaN, 2 ** 31 - 2]) expect(await identify(pid)).toBeUndefined();
  });

  it('takes a zombie for what it is: gone', async () => {
    if (process.platform === 'win32') {
      console.warn('NOT RUN: Windows knows no zombies');
      return;
    }
    // The shell starts a child that ends at once, becomes `sleep`, and never collects it.
    const shell = spawn('/bin/sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((resolve) =>
      shell.stdout.once('data', (data: Buffer) => resolve(Number(data))),
    );
    expect(await identify(pid)).toBeDefined();
    await until('the zombie to be seen as gone', async () => (await identify(pid)) === undefined);
    expect(() => process.kill(pid, 0)).not.toThrow(); // the system still has it
    shell.kill('SIGKILL');
  });
});

describe('ending processes', () => {
  it('leaves a stranger with the same pid in peace', async () => {
    const [stranger] = living;
    await endLeftover({ ...stranger!, start: '1' });
    expect(await liveness(stranger!)).toBe('alive');
  });

  it('ends a group whose leader is dead already', async () => {
    if (process.platform === 'win32') {
      console.warn('NOT RUN: Windows has no process groups');
      return;
    }
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(IDLE)}, { stdio: 'ignore' })`;
    const leader = spawn(process.execPath, ['-e', `${script}; setTimeout(() => process.exit(), 200)`], {
      detached: true,
      stdio: 'ignore',
    });
    await new Promise((resolve) => leader.once('exit', resolve));
    expect(groupIsAlive(leader.pid!)).toBe(true);
    await endGroup(leader.pid!, 1000);
    await until('the group to be gone', () => !groupIsAlive(leader.pid!));
  });
});

describe('the lock of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-lock-'));
  afterAll(() => discard(folder));
  const never = () => Promise.resolve(false);

  it('has one owner however many want it at once, also when a dead one left it behind', async () => {
    for (let round = 0; round < 40; round += 1) {
      const dir = mkdtempSync(join(folder, 'r-'));
      if (round % 2 === 1) {
        const dead = { ...living[0]!, start: '1' };
        writeFileSync(join(dir, 'supervisor-3.lock'), JSON.stringify({ owner: dead }));
      }
      const results = await Promise.all(living.map((identity) => lockRun(dir, identity, never)));
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      const winner = living[results.findIndex((result) => result.ok)];
      expect(await lockOwner(dir)).toEqual(winner);
    }
  });

  it('is refused while its owner lives, and free once given back or its owner dead', async () => {
    const dir = mkdtempSync(join(folder, 'own-'));
    const [a, b, c] = living;
    const first = await lockRun(dir, a!, never);
    expect(first.ok).toBe(true);
    const refused = await lockRun(dir, b!, never);
    expect(refused).toMatchObject({ ok: false, reason: `process ${a!.pid} is supervising it` });
    if (first.ok) await first.release();
    expect(await lockOwner(dir)).toBeUndefined();
    expect((await lockRun(dir, b!, never)).ok).toBe(true);
    children[1]!.kill('SIGKILL');
    await until('its death', async () => (await liveness(b!)) === 'gone');
    expect((await lockRun(dir, c!, never)).ok).toBe(true);
    expect(readdirSync(dir)).toEqual(['supervisor-3.lock']);
  });

  it('of an owner elsewhere is decided by its heartbeat', async () => {
    const dir = mkdtempSync(join(folder, 'far-'));
    const far = { ...living[0]!, host: 'far-away' };
    writeFileSync(join(dir, 'supervisor-1.lock'), JSON.stringify({ owner: far }));
    const refused = await lockRun(dir, living[2]!, () => Promise.resolve(true));
    expect(refused).toMatchObject({ ok: false, reason: `process ${far.pid} on far-away is supervising it` });
    expect((await lockRun(dir, living[2]!, never)).ok).toBe(true);
  });
});

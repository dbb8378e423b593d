import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { liveness, type ProcessIdentity } from './identity';
import { linuxStat } from './starts';

/** Environment variable that marks every process of a run, so that strays can be told from strangers. */
export const RUN_MARK = 'STAGECRAFT_RUN';

/**
 * Signals a process and all it started: its group on POSIX (engines lead their own), its tree on Windows, where
 * there is no asking: `SIGTERM` ends it as `SIGKILL` does.
 */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/** Whether any process is left in the group that `leader` leads or led. Always false on Windows. */
export function groupIsAlive(leader: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    process.kill(-leader, 0);
  } catch {
    return false;
  }
  // Zombies answer, too; /proc tells them apart.
  if (process.platform !== 'linux') return true;
  return linuxPids().some((pid) => linuxStat(pid)?.group === leader);
}

/** Ends what a dead engine has left in its group: asked first, killed after `patienceMs`. */
export async function endGroup(leader: number, patienceMs: number): Promise<void> {
  if (!groupIsAlive(leader)) return;
  signalTree(leader, 'SIGTERM');
  const waits = Math.ceil(patienceMs / 50);
  for (let i = 0; i < waits && groupIsAlive(leader); i += 1) await sleep(50);
  if (groupIsAlive(leader)) signalTree(leader, 'SIGKILL');
}

/**
 * Ends an engine that outlived its supervisor, if it is still the process it was, and waits until it is gone.
 * A process that merely got the same pid is never touched.
 */
export async function endLeftover(engine: ProcessIdentity): Promise<void> {
  if ((await liveness(engine)) !== 'alive') return;
  signalTree(engine.pid, 'SIGKILL');
  for (let i = 0; i < 200 && (await liveness(engine)) === 'alive'; i += 1) await sleep(25);
}

/** Ends every process that carries the mark of a run. */
export function endMarked(mark: string): void {
  for (const pid of markedProcesses(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
}

/** Processes that carry the mark of a run, besides this one: only Linux shows the environment of processes. */
export function markedProcesses(mark: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const entry = `${RUN_MARK}=${mark}`;
  return linuxPids().filter((pid) => {
    return pid !== process.pid && linuxStat(pid) !== undefined && hasEnvironment(pid, entry);
  });
}

/** Whether a process was started with an entry such as `A=b` in its environment (Linux); of strangers nobody knows. */
export function hasEnvironment(pid: number, entry: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(entry);
  } catch {
    return false; // another user's, or gone
  }
}

export const linuxPids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

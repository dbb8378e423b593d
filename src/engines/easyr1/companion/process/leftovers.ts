import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Environment variable that all processes of one start inherit: Ray's daemons leave the group of who starts them. */
export const START_MARK = 'STAGECRAFT_EASYR1';

const LOOK_MS = 100;

/** Processes of the group that `leader` led, and those that carry the mark (Linux shows environments), living ones. */
export function leftovers(leader: number, mark: string): readonly number[] {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return groupAnswers(leader) ? [-leader] : [];
  return linuxPids().filter((pid) => {
    if (pid === process.pid) return false;
    const stat = linuxGroup(pid);
    return stat !== undefined && (stat === leader || hasMark(pid, mark));
  });
}

/** Signals them; those that are gone meanwhile are what was wanted. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // gone
    }
  }
}

/** Ends what is left: waits `graceMs` for it to go by itself, asks, and kills after `patienceMs`. */
export async function endLeftovers(
  leader: number,
  mark: string,
  graceMs: number,
  patienceMs: number,
): Promise<void> {
  if (await allGone(leader, mark, graceMs)) return;
  signalAll(leftovers(leader, mark), 'SIGTERM');
  if (await allGone(leader, mark, patienceMs)) return;
  // A process that is just being started may be missed by one look.
  for (let i = 0; i < 10 && leftovers(leader, mark).length > 0; i += 1) {
    signalAll(leftovers(leader, mark), 'SIGKILL');
    await sleep(LOOK_MS);
  }
}

async function allGone(leader: number, mark: string, ms: number): Promise<boolean> {
  for (let waited = 0; ; waited += LOOK_MS) {
    if (leftovers(leader, mark).length === 0) return true;
    if (waited >= ms) return false;
    await sleep(LOOK_MS);
  }
}

function groupAnswers(leader: number): boolean {
  try {
    return process.kill(-leader, 0);
  } catch {
    return false;
  }
}

const linuxPids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** The process group of a living process; of a zombie nothing is left. */
function linuxGroup(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : Number(group);
  } catch {
    return undefined;
  }
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${START_MARK}=${mark}`);
  } catch {
    return false; // another user's, or gone
  }
}

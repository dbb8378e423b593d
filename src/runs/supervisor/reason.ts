import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EngineEnd } from './engine-process';

const DISK =
  /ENOSPC|disk (is )?full|EDQUOT|no space left on device|not enough space on the disk|disk quota exceeded/i;
const MEMORY = /out of memory|std::bad_alloc|cannot allocate memory|MemoryError|heap limit/i;

export const soundsLikeDiskFull = (text: string): boolean => DISK.test(text);

/** The last lines of a log, as far as a reason needs them. */
export class LastLines {
  private text = '';

  add(piece: string): void {
    this.text = (this.text + piece).slice(-4000);
  }

  /** At most `count` lines that say something, joined by ` | `. */
  last(count: number): string {
    return this.text
      .split('\n')
      .map((line) => line.trim().slice(0, 300))
      .filter((line) => line !== '')
      .slice(-count)
      .join(' | ');
  }
}

/** Why an engine ended that had not said so itself: exit code or signal, a guess at the cause, its last words. */
export function deathReason(end: EngineEnd, log: LastLines, oomKills: number): string {
  if (end.refused !== undefined) return `the engine could not be started: ${end.refused}`;
  const words = log.last(5);
  const how =
    end.signal !== null
      ? `the engine was killed by ${end.signal}`
      : `the engine ended with exit code ${end.code ?? 'unknown'} before it was finished`;
  const guess = guessed(end, words, oomKills);
  return [
    ...(guess === undefined ? [how] : [guess, how]),
    ...(words === '' ? [] : [`last log lines: ${words}`]),
  ].join('; ');
}

function guessed(end: EngineEnd, words: string, oomKills: number): string | undefined {
  if (DISK.test(words)) return 'disk full';
  if (oomKills > 0) return 'the kernel killed it for lack of memory';
  if (MEMORY.test(words)) return 'it ran out of memory';
  // 137 is how shells and containers report SIGKILL.
  if (end.signal === 'SIGKILL' || end.code === 137) return 'out of memory, or killed by somebody';
  return undefined;
}

/** How often the kernel has killed for memory in our control group (Linux, cgroup 2); 0 where it does not tell. */
export function oomKillCount(): number {
  if (process.platform !== 'linux') return 0;
  try {
    const group = /^0::(.+)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
    const events = readFileSync(join('/sys/fs/cgroup', group, 'memory.events'), 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

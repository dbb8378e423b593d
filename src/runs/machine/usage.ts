import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import { linuxStat } from '../process/starts';
import { hasEnvironment, linuxPids, RUN_MARK } from '../process/tree';

export interface Usage {
  /** Resident memory in bytes; memory that processes share counts for each. */
  readonly memory: number;
  /** Cores kept busy since the look before; absent at the first. */
  readonly cores?: number;
}

interface Known {
  readonly start: string;
  readonly ours: boolean;
  readonly ticks: number;
}

/** The unit in which Linux tells processor time to programs: a hundredth of a second on every architecture. */
const TICKS_A_SECOND = 100;

/**
 * Measures what the processes of a run use: the engine, whatever descends from it, and whatever carries the run's
 * mark (Ray's workers are nobody's children). Nothing outside Linux. Each process is asked for its mark once.
 */
export class UsageMeter {
  private known = new Map<number, Known>();
  private last: number | undefined;

  constructor(private readonly mark: string) {}

  look(engine: number): Usage | undefined {
    if (process.platform !== 'linux') return undefined;
    const now = performance.now();
    const stats = new Map(
      linuxPids().flatMap((pid) => {
        const stat = linuxStat(pid);
        return stat === undefined ? [] : [[pid, stat] as const];
      }),
    );
    const next = new Map<number, Known>();
    let memory = 0;
    let ticks = 0;
    const isOurs = (pid: number, depth = 0): boolean => {
      if (pid === process.pid || depth > 64) return false;
      if (pid === engine) return true;
      const done = next.get(pid);
      if (done !== undefined) return done.ours;
      const stat = stats.get(pid);
      if (stat === undefined) return false;
      const before = this.known.get(pid);
      const same = before?.start === stat.start;
      return (
        (same && before.ours) ||
        isOurs(stat.parent, depth + 1) ||
        (!same && hasEnvironment(pid, `${RUN_MARK}=${this.mark}`))
      );
    };
    for (const [pid, stat] of stats) {
      const ours = isOurs(pid);
      next.set(pid, { start: stat.start, ours, ticks: stat.ticks });
      if (!ours) continue;
      const before = this.known.get(pid);
      ticks += Math.max(0, stat.ticks - (before?.start === stat.start ? before.ticks : 0));
      memory += residentBytes(pid);
    }
    const seconds = this.last === undefined ? undefined : (now - this.last) / 1000;
    this.known = next;
    this.last = now;
    return { memory, ...(seconds === undefined ? {} : { cores: ticks / TICKS_A_SECOND / seconds }) };
  }
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0; // ended in this moment
  }
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When each of these processes of this machine began, in the system's own opaque words; ended processes and zombies
 * are left out. Linux reads /proc; macOS asks `ps`, Windows PowerShell, once for all pids.
 */
export async function processStarts(pids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const valid = [...new Set(pids)].filter((pid) => Number.isSafeInteger(pid) && pid > 0);
  if (valid.length === 0) return new Map();
  switch (process.platform) {
    case 'linux':
      return new Map(valid.flatMap((pid) => pair(pid, linuxStat(pid)?.start)));
    case 'win32':
      return windowsStarts(valid);
    default:
      return psStarts(valid);
  }
}

const pair = (pid: number, start: string | undefined): [number, string][] =>
  start === undefined ? [] : [[pid, start]];

export interface LinuxStat {
  /** Clock ticks since the system started (field 22 of /proc/PID/stat). */
  readonly start: string;
  readonly group: number;
  readonly parent: number;
  /** Processor time used so far, in clock ticks of a hundredth of a second. */
  readonly ticks: number;
}

/** What /proc says of a process; nothing when it has ended, also when nobody has collected its exit status. */
export function linuxStat(pid: number): LinuxStat | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command's name stands in parentheses and may hold anything, also `)`: fields count from the last one.
  const [state, parent, group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = rest[16];
  if (state === 'Z' || state === 'X' || start === undefined) return undefined;
  return { start, group: Number(group), parent: Number(parent), ticks: Number(rest[8]) + Number(rest[9]) };
}

async function psStarts(pids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const out = await output('ps', ['-o', 'pid=,stat=,lstart=', '-p', pids.join(',')], {
    LC_ALL: 'C',
    TZ: 'UTC',
  });
  const starts = new Map<number, string>();
  for (const line of out.split('\n')) {
    const [, pid, state, start] = /^\s*(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (pid !== undefined && start !== undefined && state?.startsWith('Z') === false) {
      starts.set(Number(pid), start);
    }
  }
  return starts;
}

async function windowsStarts(pids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
  const script =
    `Get-CimInstance Win32_Process -Filter '${filter}' | ` +
    'ForEach-Object { "$($_.ProcessId) $($_.CreationDate.ToFileTimeUtc())" }';
  const asked = await output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {});
  const out = asked === '' ? await wmic(filter) : asked;
  return new Map(
    [...out.matchAll(/^(\d+) (\S+)\s*$/gm)].flatMap(([, pid, start]) => pair(Number(pid), start)),
  );
}

/** For Windows without PowerShell: the same moments, as `yyyymmddHHMMSS.ffffff+zzz`. */
async function wmic(filter: string): Promise<string> {
  const out = await output('wmic', ['process', 'where', `(${filter})`, 'get', 'CreationDate,ProcessId'], {});
  return out.replace(/^(\d{14}\.\S+)\s+(\d+)\s*$/gm, '$2 $1');
}

/** Standard output of a program, empty when it fails: `ps` fails when none of the pids is there. */
const output = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, windowsHide: true, timeout: 15_000 };
    execFile(program, args, options, (_error, stdout) => resolve(stdout));
  });

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The process of the language server: the child of this extension host that runs its bundle. */
export const serverPid = (): number | undefined => processPid('language-server.cjs');

/** The child of this extension host that runs a bundle. */
export const processPid = (bundle: string): number | undefined =>
  children().find(({ command }) => command.includes(bundle))?.pid;

interface Child {
  readonly pid: number;
  readonly command: string;
}

function children(): readonly Child[] {
  return (existsSync('/proc/self/stat') ? fromProc() : fromPs()).filter(
    ({ parent }) => parent === process.pid,
  );
}

function fromProc(): (Child & { readonly parent: number })[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in brackets may hold anything; what follows it is the state and the parent.
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        // It has just ended.
        return [];
      }
    });
}

function fromPs(): (Child & { readonly parent: number })[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
  });
}

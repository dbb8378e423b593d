import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import { errorText } from '../../../../protocol';
import { childEnd, type ChildEnd } from '../../../child-end';
import type { Process } from '../spec';
import { startGuard } from './guard';
import { endLeftovers, leftovers, signalAll, START_MARK } from './leftovers';

export interface ChildOutput {
  readonly out: (bytes: Buffer) => void;
  readonly error: (bytes: Buffer) => void;
}

export interface Patience {
  /** From SIGINT, which lets Ray take leave of its workers, to SIGTERM. */
  readonly interruptMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly terminateMs: number;
}

export interface Child {
  readonly ended: Promise<ChildEnd>;
  readonly input: Writable | undefined;
  /** Ends it and all that it has started; `hurry` is looked at while there is patience left. */
  end(patience: Patience, hurry: () => boolean): Promise<ChildEnd>;
  /** Ends what it has left behind after its own end. */
  clear(): Promise<void>;
}

/** What daemons of an ended process may take to go by themselves. */
const GRACE_MS = 3000;

/** Starts a process in a group of its own, watched over by a guard (`entry` is the bundle itself). */
export function startChild(entry: string, { argv, env, cwd }: Process, output: ChildOutput): Child {
  const [program = '', ...args] = argv;
  const mark = randomUUID();
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd,
      env: { ...process.env, PYTHONUNBUFFERED: '1', ...env, [START_MARK]: mark },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    return refusedChild(errorText(error));
  }
  const { pid } = child;
  child.stdin?.on('error', () => undefined); // closed by a process that is ending
  child.stdout?.on('data', output.out);
  child.stderr?.on('data', output.error);
  const release = pid === undefined ? () => undefined : startGuard(entry, pid, mark);
  let over = false;
  const ended = childEnd(child).then((end) => {
    over = true;
    return end;
  });
  const isOver = (): boolean => over;
  const clear = async (): Promise<void> => {
    if (pid !== undefined) await endLeftovers(pid, mark, GRACE_MS, GRACE_MS);
    release();
  };
  return {
    ended,
    input: child.stdin ?? undefined,
    clear,
    end: async ({ interruptMs, terminateMs }, hurry) => {
      if (pid === undefined) return ended;
      const asks = [
        { signal: 'SIGINT', ms: interruptMs },
        { signal: 'SIGTERM', ms: terminateMs },
      ] as const;
      for (const { signal, ms } of asks) {
        if (isOver()) break;
        signalGroup(child, pid, signal);
        for (let waited = 0; waited < ms && !isOver() && !hurry(); waited += 50) await sleep(50);
      }
      if (!isOver()) signalAll([...leftovers(pid, mark), pid], 'SIGKILL');
      const end = await ended;
      if (hurry()) signalAll(leftovers(pid, mark), 'SIGKILL');
      await clear();
      return end;
    },
  };
}

function signalGroup(child: ChildProcess, pid: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') child.kill();
  else signalAll([-pid], signal);
}

function refusedChild(refused: string): Child {
  const ended = Promise.resolve({ code: null, signal: null, refused });
  return { ended, input: undefined, end: () => ended, clear: () => Promise.resolve() };
}

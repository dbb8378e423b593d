import { spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';

import { childEnd, DRAIN_MS, type ChildEnd, type Launch, type OutputReader } from '../../engines';
import type { EngineEvent, EngineRequest } from '../../protocol';
import { errorText } from '../codes';
import { endGroup, RUN_MARK, signalTree } from '../process/tree';
import type { StopSignal } from './stop-signal';

export interface EngineEnd extends ChildEnd {
  /** What we did to it, at most. */
  readonly force: 'none' | 'terminated' | 'killed';
}

export interface EngineHandlers {
  /** `ask` writes a request to the process; one that has ended hears nothing. */
  readonly onStart: (pid: number, ask: (request: EngineRequest) => void) => void;
  readonly onEvents: (events: readonly EngineEvent[]) => void;
  readonly onLog: (text: string) => void;
}

export interface Patience {
  /** From SIGTERM to SIGKILL. */
  readonly terminateMs: number;
  /** From the last event to the end of the process. */
  readonly farewellMs: number;
}

/**
 * Runs an engine process to its end: its own process group, no shell, its output to the handlers. When `stop` is
 * requested it is asked on its standard input, terminated after the grace, killed after that. Its standard input is
 * open as long as we live, so that it notices when we do not. Whatever it leaves in its group is ended, too.
 */
export async function runEngine(
  launch: Launch,
  mark: string,
  reader: OutputReader,
  handlers: EngineHandlers,
  stop: StopSignal,
  patience: Patience,
): Promise<EngineEnd> {
  const [program, ...args] = launch.argv;
  if (program === undefined)
    return { code: null, signal: null, force: 'none', refused: 'no command was given' };
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: launch.cwd,
      env: { ...process.env, ...launch.env, [RUN_MARK]: mark },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    return { code: null, signal: null, force: 'none', refused: errorText(error) };
  }
  const { pid } = child;
  child.stdin?.on('error', () => undefined); // closed by an engine that is ending
  const ask = (request: EngineRequest): void => {
    if (child.stdin?.writable === true) child.stdin.write(`${JSON.stringify(request)}\n`);
  };
  if (pid !== undefined) handlers.onStart(pid, ask);

  const force = new Force(child, patience);
  let finished = false;
  const read = (chunk: string) => {
    const { events, log } = reader.push(chunk);
    if (log !== '') handlers.onLog(log);
    if (events.length > 0) handlers.onEvents(events);
    if (!finished && events.some((event) => event.type === 'finished' || event.type === 'failed')) {
      finished = true;
      force.in(patience.farewellMs);
    }
  };
  child.stdout?.setEncoding('utf8').on('data', read);
  child.stderr?.setEncoding('utf8').on('data', handlers.onLog);

  let asked = false;
  const unlisten = stop.listen(() => {
    if (!asked) ask({ type: 'stop' });
    asked = true;
    force.in(stop.graceLeftMs);
  });
  try {
    const end = await childEnd(child);
    if (pid !== undefined && end.refused === undefined) await endGroup(pid, DRAIN_MS);
    return { ...end, force: force.used };
  } finally {
    unlisten();
    force.cancel();
  }
}

/** Ending by force, at a time that can only come nearer. */
class Force {
  used: EngineEnd['force'] = 'none';
  private timer: NodeJS.Timeout | undefined;
  private deadline = Infinity;

  constructor(
    private readonly child: ChildProcess,
    private readonly patience: Patience,
  ) {}

  in(ms: number): void {
    const deadline = performance.now() + ms;
    if (this.used !== 'none' || deadline >= this.deadline) return;
    this.deadline = deadline;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.terminate(), ms);
  }

  cancel(): void {
    clearTimeout(this.timer);
  }

  private terminate(): void {
    this.used = 'terminated';
    this.signal('SIGTERM');
    this.timer = setTimeout(() => {
      this.used = 'killed';
      this.signal('SIGKILL');
    }, this.patience.terminateMs);
  }

  private signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) signalTree(pid, signal);
  }
}

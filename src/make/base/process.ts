import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { childEnd, type Launch, type OutputReader } from '../../engines';
import type { EngineEvent } from '../../protocol';
import { endGroup } from '../../runs';
import { MakeError } from '../error';

/** What a process that is asked to stop may take for the rows it is at; then it is ended. */
const GRACE_MS = 8_000;
const KILL_MS = 2_000;
const LAST_LINES = 12;
const LONGEST_LOG = 4_000;

export interface ProcessParts {
  readonly reader: OutputReader;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs an engine's process to its end: an argv array, no shell, a group of its own, of which nothing is left afterwards.
 * It is asked to stop when the signal aborts, and ends by itself when we are killed, for its standard input then closes.
 * Rejects with the signal's reason, or with a `MakeError` of what it said last when it fails.
 */
export async function runProcess(launch: Launch, { reader, onEvent, signal }: ProcessParts): Promise<void> {
  signal.throwIfAborted();
  const [program, ...args] = launch.argv;
  if (program === undefined) throw new MakeError('The engine gives no command.', 'Look at `engine`.');
  for (const [path, text] of Object.entries(launch.files)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd: launch.cwd,
    env: { ...process.env, ...launch.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = childEnd(child);
  let log = '';
  let last: Extract<EngineEvent, { type: 'finished' | 'failed' }> | undefined;
  const read = (events: readonly EngineEvent[], text: string): void => {
    log = (log + text).slice(-LONGEST_LOG);
    for (const event of events) {
      if (event.type === 'finished' || event.type === 'failed') last = event;
      onEvent(event);
    }
  };
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const said = reader.push(chunk);
    read(said.events, said.log);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => read([], chunk));
  const { pid } = child;
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (child.stdin.writable) child.stdin.write('{"type":"stop"}\n');
    if (pid !== undefined) force = setTimeout(() => void endGroup(pid, KILL_MS), GRACE_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const { code, refused } = await ended;
    if (pid !== undefined) await endGroup(pid, KILL_MS);
    signal.throwIfAborted();
    if (last?.type === 'finished' && last.reason !== 'stopped') return;
    throw failure({
      code,
      log,
      ...(refused === undefined ? {} : { refused }),
      ...(last === undefined ? {} : { last }),
    });
  } finally {
    clearTimeout(force);
    signal.removeEventListener('abort', stop);
  }
}

interface End {
  readonly code: number | null;
  readonly log: string;
  readonly refused?: string;
  readonly last?: EngineEvent;
}

function failure({ code, log, refused, last }: End): MakeError {
  if (last?.type === 'failed')
    return new MakeError(
      `The base model cannot be asked: ${last.message}`,
      last.hint ?? 'What is answered stays answered: make again to go on.',
    );
  const lines = log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-LAST_LINES);
  const said = refused ?? (lines.length > 0 ? lines.join('\n') : 'it said nothing');
  return new MakeError(
    `The base model cannot be asked: its process ended${code === null ? '' : ` with code ${code}`}. ${said}`,
    'What is answered stays answered: make again to go on.',
  );
}

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../protocol';
import { endGroup } from '../runs';

/** Lines of its output that are kept to tell why it failed. */
const TAIL = 12;
const LONGEST_LINE = 2_000;
const GRACE_MS = 10_000;

export interface KeptProcess {
  /** Resolves with the exit code; never rejects. */
  readonly ended: Promise<number>;
  /** The last lines that it wrote. */
  tail(): readonly string[];
  /** Asks it and all that it started to end, kills them after a while, and waits until they are gone. */
  stop(): Promise<void>;
}

interface StartRequest {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Gets all of its output. */
  readonly log: string;
  /** Told each line; carriage returns end lines, too: progress bars rewrite theirs. */
  readonly onLine?: (line: string) => void;
  /** Texts that never reach the log or a line. */
  readonly secrets?: readonly string[];
}

/**
 * Starts a program behind a keeper (`dist/keeper.cjs`), which ends it and its group also when this process is killed.
 * No shell; output goes to the log and line by line to `onLine`.
 */
export function startKept({ argv, env, cwd, log, onLine, secrets = [] }: StartRequest): KeptProcess {
  const file = createWriteStream(log, { flags: 'a', mode: 0o600 });
  file.on('error', () => undefined); // a full disk shows in what it writes elsewhere
  const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'keeper.cjs'), ...argv], {
    cwd,
    env: { ...process.env, ...env, PYTHONUNBUFFERED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const last: string[] = [];
  const take = (raw: string): void => {
    const line = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), raw.slice(0, LONGEST_LINE));
    file.write(`${line}\n`);
    if (line.trim() === '') return;
    last.push(line);
    if (last.length > TAIL) last.shift();
    onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) lines(stream, take);
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      take(error.message);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 128));
  }).then(async (code) => {
    // What it has left in its group goes with it.
    if (child.pid !== undefined) await endGroup(child.pid, GRACE_MS);
    await new Promise<void>((resolve) => file.end(resolve));
    return code;
  });
  return {
    ended,
    tail: () => [...last],
    stop: async () => {
      child.stdin.end();
      if (child.pid !== undefined) await endGroup(child.pid, GRACE_MS);
      await ended;
    },
  };
}

function lines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? '').slice(-LONGEST_LINE);
    for (const part of parts) take(part);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}

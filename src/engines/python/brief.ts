import { execFile } from 'node:child_process';
import { packageRoot } from '../../protocol';

const MOST_OUTPUT = 2 ** 20;

/** How a short-lived program ended. */
export type Brief =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'silent'; readonly ms: number }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Runs a program for what it prints, by an argv array. One that hangs is given up after `ms`, even where it cannot be
 * killed (a driver that does not return). Its folder is ours, so that nothing in a workspace is imported by accident.
 */
export function runBriefly(command: string, args: readonly string[], ms: number): Promise<Brief> {
  return new Promise((resolve) => {
    const options = {
      cwd: packageRoot(),
      timeout: ms,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_OUTPUT,
      windowsHide: true,
    } as const;
    const child = execFile(command, [...args], options, (error, stdout, stderr) => {
      clearTimeout(timer);
      if (error === null) resolve({ kind: 'said', text: stdout });
      else if (error.killed === true) resolve({ kind: 'silent', ms });
      else if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ kind: 'absent' });
      else resolve({ kind: 'failed', reason: lastLine(stderr) ?? lastLine(stdout) ?? error.message });
    });
    const timer = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve({ kind: 'silent', ms });
    }, ms + 250);
  });
}

/** What a program says last is why it failed; nothing when it said nothing. */
function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line === '' ? undefined : line.slice(0, 300);
}

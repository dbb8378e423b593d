import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Ctx } from '../context';
import { runEnvironment } from '../environment/environment';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';

/** A plan of commands or a curriculum is text; more is no answer. */
const MOST_OUTPUT = 32 * 2 ** 20;
const PATIENCE_MS = 120_000;

/** The program of the command line that ships with this extension, for the editor's own Node. */
export const programOf = ({ extension }: Ctx): string =>
  join(extension.extensionPath, 'dist', 'stagecraft.cjs');

/** Makes the editor's own executable Node; elsewhere the variable means nothing. */
export const asNode = (): Readonly<Record<string, string>> => ({
  ...runEnvironment(),
  ELECTRON_RUN_AS_NODE: '1',
});

/**
 * Runs the command line for what it prints: an argv array, no shell. Rejects with a `Refusal` in its own words when it
 * ends with an error.
 */
export function askCommandLine(ctx: Ctx, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [programOf(ctx), ...args],
      {
        cwd,
        env: { ...process.env, ...asNode(), NO_COLOR: '1' },
        maxBuffer: MOST_OUTPUT,
        timeout: PATIENCE_MS,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Refusal(plainText(wordsOf(stderr) || error.message, 2_000)));
      },
    );
  });
}

/** `error: what` and `help: how`, as the command line says them, in one message. */
const wordsOf = (stderr: string): string =>
  stderr
    .split('\n')
    .map((line) => line.trim().replace(/^(?:error|help): /, ''))
    .filter((line) => line !== '')
    .join(' · ');

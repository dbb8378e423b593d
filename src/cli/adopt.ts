import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AdoptError, adoptScripts, type Adopted } from '../adopt';
import { EXIT, UserError, type ExitCode } from './command';
import { displayPath } from './print/problems';
import { visible, visibleInline } from './print/text-width';
import type { Terminal } from './terminal';

/** `stagecraft import SCRIPT...`: prints the curriculum, or writes it to `out`; remarks go beside it. */
export function importScripts(
  paths: readonly string[],
  options: { readonly out?: string; readonly env?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const out = options.out === undefined ? undefined : resolve(options.out);
  const settings = (options.env ?? '')
    .split(',')
    .filter(Boolean)
    .map((path) => resolve(path));
  const adopted = adopt(paths, { settings, ...(out === undefined ? {} : { out }) });
  if (out !== undefined) write(out, adopted.text);
  if (options.json === true) {
    terminal.out(
      JSON.stringify({ version: 1, ...(out === undefined ? {} : { path: out }), ...adopted }, null, 1),
    );
    return Promise.resolve(EXIT.ok);
  }
  for (const { level, text } of adopted.notes)
    terminal.err(`${level === 'warning' ? 'warning' : 'note'}: ${visibleInline(text)}`);
  if (out === undefined) terminal.out(visible(adopted.text).trimEnd());
  else {
    terminal.out(displayPath(out));
    terminal.err('Look at it with `stagecraft check`, then run it with `stagecraft run`.');
  }
  return Promise.resolve(EXIT.ok);
}

function adopt(paths: readonly string[], options: Parameters<typeof adoptScripts>[1]): Adopted {
  try {
    return adoptScripts(paths, options);
  } catch (error) {
    if (error instanceof AdoptError) throw new UserError(error.message, error.hint);
    throw error;
  }
}

/** A curriculum that is there already is never written over. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new UserError(`There is a file ${path} already`, 'choose another name for --out');
    throw new UserError(`${path} cannot be written (${code ?? String(error)})`);
  }
}

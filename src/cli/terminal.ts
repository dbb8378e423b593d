import { styleText } from 'node:util';
import { statusBlock } from './status-block';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue' | 'cyan';

/** Where a command writes. Colours only on a terminal, progress only where someone watches. */
export interface Terminal {
  readonly interactive: boolean;
  readonly width: number;
  /** Rows of the screen; a status block must stay below it. */
  readonly height: number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly style: (style: Style | readonly Style[], text: string) => string;
  /** Rewrites the current status block on a terminal (nothing elsewhere); an empty list removes it. */
  readonly status: (lines: readonly string[]) => void;
}

/** The process's own terminal; honours NO_COLOR and FORCE_COLOR (https://no-color.org). */
export function processTerminal(stdout = process.stdout, stderr = process.stderr): Terminal {
  // A dumb terminal cannot move its cursor: it gets lines, as a pipe does.
  const interactive = stdout.isTTY && process.env.TERM !== 'dumb';
  const colours = useColours(interactive);
  const status = statusBlock(stdout);
  return {
    interactive,
    get width() {
      return Math.max(20, stdout.columns || 100);
    },
    get height() {
      return Math.max(4, stdout.rows || 24);
    },
    out: status.above,
    err: (text) => {
      status.clear();
      stderr.write(`${text}\n`);
      status.redraw();
    },
    style: (style, text) =>
      colours ? styleText([...[style].flat()], text, { validateStream: false }) : text,
    status: (lines) => {
      if (interactive) status.set(lines);
    },
  };
}

/** For `--json`: words go to standard error, so that standard output is the one JSON value. */
export const besideJson = (terminal: Terminal): Terminal => ({
  ...terminal,
  interactive: false,
  width: terminal.width,
  height: terminal.height,
  out: terminal.err,
  status: () => undefined,
});

function useColours(interactive: boolean): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return interactive;
}

import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue' | 'cyan';

/** Where a command writes. Colours only on a terminal, progress only where someone watches. */
export interface Terminal {
  readonly interactive: boolean;
  readonly width: number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly style: (style: Style | readonly Style[], text: string) => string;
  /** Rewrites the current status block on a terminal (nothing elsewhere); an empty list removes it. */
  readonly status: (lines: readonly string[]) => void;
}

/** The process's own terminal; honours NO_COLOR and FORCE_COLOR (https://no-color.org). */
export function processTerminal(stdout = process.stdout, stderr = process.stderr): Terminal {
  const interactive = stdout.isTTY;
  const colours = useColours(interactive);
  const status = statusBlock(stdout, interactive);
  return {
    interactive,
    get width() {
      return Math.max(40, stdout.columns || 100);
    },
    out: (text) => {
      status.clear();
      stdout.write(`${text}\n`);
      status.redraw();
    },
    err: (text) => {
      status.clear();
      stderr.write(`${text}\n`);
      status.redraw();
    },
    style: (style, text) =>
      colours ? styleText([...[style].flat()], text, { validateStream: false }) : text,
    status: status.set,
  };
}

function useColours(interactive: boolean): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return interactive;
}

/** A block of lines at the bottom of the screen that is redrawn in place. */
function statusBlock(stdout: NodeJS.WriteStream, interactive: boolean) {
  let shown: readonly string[] = [];
  const erase = (count: number) => {
    if (count > 0) stdout.write(`\x1b[${count}A\x1b[0J`);
  };
  const draw = (lines: readonly string[]) => {
    if (lines.length > 0) stdout.write(`${lines.join('\n')}\n`);
  };
  return {
    set: (lines: readonly string[]) => {
      if (!interactive) return;
      erase(shown.length);
      draw(lines);
      shown = lines;
    },
    clear: () => erase(shown.length),
    redraw: () => draw(shown),
  };
}

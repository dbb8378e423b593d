import { cutStyled, displayWidth, withoutStyles } from './print/text-width';

/** What the block needs of a terminal's stream. */
export interface Screen {
  readonly columns: number;
  readonly write: (text: string) => unknown;
}

/**
 * A block of lines at the bottom of the screen that is redrawn in place, each change in one write so that nothing
 * flickers. Lines are cut to the screen: one that wrapped would take two rows, and the next erasing would miss one.
 */
export function statusBlock(screen: Screen) {
  let wanted: readonly string[] = [];
  let shown: readonly string[] = [];
  const columns = (): number => Math.max(2, screen.columns || 100);
  /** To the block's first column. A screen made narrower has folded the lines into more rows since. */
  const home = (): string => {
    const rows = shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(displayWidth(withoutStyles(line)) / columns())),
      0,
    );
    return rows === 0 ? '' : `\r\x1b[${rows}A`;
  };
  // The last column stays free: some terminals wrap when it is written.
  const cut = (): readonly string[] => wanted.map((line) => cutStyled(line, columns() - 1));
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\x1b[K\n`).join('');
  return {
    set: (lines: readonly string[]) => {
      wanted = lines;
      const next = cut();
      if (next.length === shown.length && next.every((line, i) => line === shown[i])) return;
      screen.write(`${home()}${text(next)}${shown.length > 0 ? '\x1b[0J' : ''}`);
      shown = next;
    },
    /** Writes a line that stays, above the block. */
    above: (line: string) => {
      if (shown.length === 0) {
        screen.write(`${line}\n`);
        return;
      }
      const next = cut();
      screen.write(`${home()}\x1b[0J${line}\n${text(next)}`);
      shown = next;
    },
    clear: () => {
      if (shown.length > 0) screen.write(`${home()}\x1b[0J`);
      shown = [];
    },
    redraw: () => {
      shown = cut();
      if (shown.length > 0) screen.write(text(shown));
    },
  };
}

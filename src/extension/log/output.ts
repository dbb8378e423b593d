import { backlog, type Piece } from './backlog';
import { safeText } from './safe-text';

/** Milliseconds between two writes: as often as an eye can tell. */
const EVERY_MS = 33;
/** Characters of one write. A terminal draws so much without the window waiting for it. */
const MOST_AT_ONCE = 64 * 1024;
/** Characters that may wait to be written. */
const MOST_WAITING = 1024 * 1024;

/** Empties a terminal, and what was scrolled out of it. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** Where the text of a log and lines of our own are written to a terminal. */
export interface Output {
  /** Adds untrusted text of a log. */
  log(text: string): void;
  /** Adds a line of our own, written as it is and on a line of its own. */
  line(text: string): void;
  /** Empties the terminal, and forgets what waits. */
  clear(): void;
  /** Resolves once everything that waits now is written. */
  written(): Promise<void>;
  dispose(): void;
}

/**
 * Writes to a terminal in small pieces at a steady pace, however fast a log comes: of what does not fit the middle is
 * left out, and a line of `gap` says how many lines those are. Text of a log is made safe on the way.
 */
export function output(write: (text: string) => void, gap: (lines: number) => string): Output {
  const safe = safeText();
  const waiting = backlog(MOST_WAITING, MOST_WAITING / 2);
  let timer: NodeJS.Timeout | undefined;
  let waiters: (() => void)[] = [];
  /** What was written last ended a line. */
  let atStart = true;

  const textOf = (piece: Piece): string => {
    if (piece.kind === 'log') {
      const text = safe.next(piece.text);
      if (text !== '') atStart = text.endsWith('\n');
      return text;
    }
    const rest = safe.end();
    const start = atStart ? '' : '\r\n';
    atStart = true;
    return `${rest}${start}${piece.kind === 'line' ? piece.text : gap(piece.lines)}\r\n`;
  };

  const tell = (): void => {
    const told = waiters;
    waiters = [];
    for (const resolve of told) resolve();
  };

  const tick = (): void => {
    timer = undefined;
    let text = '';
    for (let room = MOST_AT_ONCE; room > 0; room = MOST_AT_ONCE - text.length) {
      const piece = waiting.take(room);
      if (piece === undefined) break;
      text += textOf(piece);
    }
    if (text !== '') {
      write(text);
      timer = setTimeout(tick, EVERY_MS);
      return;
    }
    tell();
  };

  const add = (piece: Piece): void => {
    waiting.add(piece);
    // What comes after a pause is written at once, all that follows it with the next tick.
    timer ??= setTimeout(tick, 0);
  };

  return {
    log: (text) => {
      if (text !== '') add({ kind: 'log', text });
    },
    line: (text) => add({ kind: 'line', text }),
    clear: () => {
      waiting.clear();
      write(safe.end() + CLEAR);
      atStart = true;
    },
    written: () =>
      timer === undefined
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    dispose: () => {
      clearTimeout(timer);
      timer = undefined;
      tell();
    },
  };
}

/** Milliseconds between two questions whether the process still answers. */
const EVERY = 5_000;
/** Unanswered ones after which it is taken for dead. A machine that slept counts as one. */
const MOST_SILENT = 6;

/** Asks a process again and again whether it still answers. */
export interface Pulse {
  /** It has answered. */
  heard(): void;
  stop(): void;
}

/** Calls `onSilent` once when a process has not answered for long; `ask` sends it the question. */
export function takePulse(ask: () => void, onSilent: () => void, every = EVERY): Pulse {
  let silent = 0;
  const timer = setInterval(() => {
    silent += 1;
    if (silent <= MOST_SILENT) ask();
    else {
      clearInterval(timer);
      onSilent();
    }
  }, every);
  timer.unref();
  return {
    heard: () => {
      silent = 0;
    },
    stop: () => clearInterval(timer),
  };
}

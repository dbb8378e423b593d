import { existsSync, readFileSync } from 'node:fs';

const EVERY_MS = 100;

export interface Following {
  /** Resolves when `done` exists. */
  readonly finished: Promise<void>;
  /** Shows what is left and looks no more. */
  stop(): void;
}

/** Shows a growing text file line by line, until another file exists. */
export function follow(log: string, done: string): Following {
  let shown = 0;
  const show = (): void => {
    if (!existsSync(log)) return;
    const text = readFileSync(log, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    process.stdout.write(text.slice(shown, end));
    shown = end;
  };
  let timer: NodeJS.Timeout | undefined;
  const finished = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      show();
      if (existsSync(done)) resolve();
    }, EVERY_MS);
  });
  return {
    finished,
    stop: () => {
      clearInterval(timer);
      show();
    },
  };
}

import { stat } from 'node:fs/promises';

/** Answers about a file, kept as long as its size and time stay. */
export interface Kept {
  /** The kept answer, or `make`'s; `make` is asked once, however many wait for it. Failures are not kept. */
  get<T>(file: string, question: string, make: () => Promise<T>): Promise<T | undefined>;
}

const MOST_KEPT = 2000;

export function openKept(): Kept {
  const answers = new Map<string, { readonly print: string; readonly answer: Promise<unknown> }>();
  return {
    async get<T>(file: string, question: string, make: () => Promise<T>): Promise<T | undefined> {
      const print = await printOf(file);
      if (print === undefined) return undefined;
      const key = `${file}\n${question}`;
      const known = answers.get(key);
      if (known?.print === print) return known.answer as Promise<T>;
      const answer = make();
      if (answers.size >= MOST_KEPT) answers.clear();
      answers.set(key, { print, answer });
      answer.catch(() => {
        if (answers.get(key)?.answer === answer) answers.delete(key);
      });
      return answer;
    },
  };
}

/** Nothing for a file that is not there. */
export async function printOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}

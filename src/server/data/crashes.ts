import type { DataQuestion } from './protocol';

/** Remembers what the data process was doing when it ended. */
export interface Crashes {
  /** It ended with these questions open; tells after how many milliseconds another may be started. */
  ended(open: readonly DataQuestion[]): number;
  /** A question was answered, so it is not to blame. */
  answered(question: DataQuestion): void;
  /** Whether a question was open each of the times, and too often. */
  isHopeless(question: DataQuestion): boolean;
  forget(): void;
}

const MOST_CRASHES = 2;
const FIRST_WAIT = 100;
const LONGEST_WAIT = 10_000;
/** A process that lived this long (in milliseconds) is no sign that the next will not. */
const LIVED = 60_000;

export function openCrashes(now: () => number = () => Date.now()): Crashes {
  const blamed = new Map<string, number>();
  let wait = FIRST_WAIT;
  let last = -LIVED;
  return {
    ended: (open) => {
      // A check looks at every row; beside one, a look at columns waits for it and is hardly to blame.
      const large = open.filter(({ kind }) => kind === 'check' || kind === 'plan');
      for (const question of large.length > 0 ? large : open) {
        const key = keyOf(question);
        blamed.set(key, (blamed.get(key) ?? 0) + 1);
      }
      wait = now() - last > LIVED ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
      last = now();
      return wait;
    },
    answered: (question) => void blamed.delete(keyOf(question)),
    isHopeless: (question) => (blamed.get(keyOf(question)) ?? 0) >= MOST_CRASHES,
    forget: () => blamed.clear(),
  };
}

/** A check is the file's, whatever its text: every keystroke would otherwise be a new chance to crash. */
const keyOf = (question: DataQuestion): string =>
  question.kind === 'check' || question.kind === 'plan'
    ? JSON.stringify([question.kind, question.file])
    : JSON.stringify(question);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../src/rewards';

/** A response, the gold answer of its question, and whether a careful reader calls it right. */
export interface Pair {
  readonly id: string;
  readonly kind: Kind;
  readonly response: string;
  readonly gold: string;
  readonly options?: readonly string[];
  readonly correct: boolean;
  readonly why: string;
}

/** The shared table: a port of the grader to another language must pass the same pairs. */
export const PAIRS: readonly Pair[] = readFileSync(join(import.meta.dirname, 'grading-pairs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);

import type { Fallen, Question } from '../types';

/** What came of one row of a source: a question, or why there is none. */
export interface Collected {
  /** Id of the row; made unique where it is written. */
  readonly source: string;
  /** Place in the source, from 0. */
  readonly place: number;
  readonly question: Omit<Question, 'id' | 'source'>;
  /** Why the row cannot be used; absent: it can. */
  readonly fallen?: Pick<Fallen, 'reason' | 'detail'>;
}

/** Rows of a source, ready to be read. */
export interface RowSource {
  /** All that the collected rows depend on: a file that was made of the same is the same. */
  readonly depends: unknown;
  readonly total: number;
  /** Rows in their order; only the `chosen` places, or all. */
  readonly rows: (chosen: ReadonlySet<number> | undefined) => AsyncIterable<Collected>;
  /** Sentences that a person should read before training on the rows. */
  readonly warnings: () => readonly string[];
}

/** Why rows fall at the source, the same words for all of them. */
export const FALLS = {
  question: 'it has no question',
  answer: 'it has no answer',
  options: 'its answer is none of its options',
  missing: 'an image is missing',
  broken: 'an image cannot be read',
  row: 'the row cannot be read',
} as const;

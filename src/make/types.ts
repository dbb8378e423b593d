import type { DataEngine } from '../data';
import type { Curriculum, MadeDataset } from '../language';
import type { ChatClient } from '../endpoints';
import type { MakeArm, MakeStep, MetricValues, Outcome, HandDecision, MadeSplit } from '../protocol';

/** A question about an image, whoever wrote it. */
export interface Question {
  /** `q-` and 16 hex digits of a SHA-256 of its image paths, text, options and answer: the same in every process. */
  readonly id: string;
  /** Id of the caption or source row that it is of; several questions may share it. */
  readonly source: string;
  readonly capability: string;
  readonly kind?: string;
  /** Without its options. `<image>` may stand in it, as in the source row. */
  readonly question: string;
  /** In letter order, already shuffled; empty: an open question. */
  readonly options: readonly string[];
  /** The letter where there are options, else the gold answer. */
  readonly answer: string;
  /** Absolute paths. */
  readonly images: readonly string[];
  /** What the images show (8 hex digits of a hash of their contents); absent without images. */
  readonly shown?: string;
  readonly caption?: string;
  /** Columns of the source row that are carried into the training file (scalar or JSON), by their name there. */
  readonly carried?: Readonly<Record<string, unknown>>;
  /**
   * Of a row that is only rated: `carried` is the whole row under its file's names and in its order, and this is the
   * one of its columns that images stand in.
   */
  readonly whole?: { readonly images?: string };
}

/** A question (or what should have been some) that fell before it was asked. */
export interface Fallen {
  readonly step: MakeStep;
  /** A sentence, the same for all that fell for this reason. */
  readonly reason: string;
  /** What is particular of this one. */
  readonly detail?: string;
  /** As far as there is one. */
  readonly question?: Question;
  /** The question is there before, from the same or another line: its id is that one's, and none of its own. */
  readonly again?: true;
}

/**
 * A line of the question file: all that came of one caption or source row. The file is append-only, its lines in any
 * order; a torn last line is done again.
 */
export interface SourceLine {
  readonly source: string;
  /** Place in the source, from 0: what is written in the end is in this order. */
  readonly place: number;
  readonly questions: readonly Question[];
  readonly fallen: readonly Fallen[];
  /** Of questions that a model wrote. */
  readonly written?: { readonly model: string; readonly prompt: string; readonly reply: string };
}

/** The questions that were written or collected: JSON lines of `SourceLine`. */
export interface QuestionFile {
  /** Absolute. */
  readonly path: string;
}

/** A line of an answer file: one question asked of one model under one arm. Append-only, in any order. */
export interface Answer {
  readonly q: string;
  readonly arm: MakeArm;
  readonly outcome: Outcome;
  /**
   * Which caption or which images were given (8 hex digits of a hash of their contents): a question whose caption or
   * image has changed is asked again.
   */
  readonly given?: string;
  /** What the model said; absent when it is missing. */
  readonly text?: string;
  /** What our grading took as the answer. */
  readonly extracted?: string;
  readonly truncated?: boolean;
  /** Why it is missing. */
  readonly reason?: string;
}

/** The answer file of one model. */
export interface AnswerFile {
  /** Name in `answer_with`. */
  readonly model: string;
  /** Absolute. */
  readonly path: string;
}

/**
 * A line of the rate file: the rollouts of one row. A later line of the same row replaces an earlier one. A rollout that
 * never came is an empty text whose correctness is null; the next make asks for it again.
 */
export interface Rate {
  readonly q: string;
  /** `Question.shown` of the row: rollouts of another image are none of this one. */
  readonly shown?: string;
  readonly predictions: readonly string[];
  /** Null: it could not be graded, so it counts neither way. */
  readonly correctness: readonly (boolean | null)[];
  /** How many were cut at the limit of tokens; they are graded as in training. */
  readonly truncated?: number;
  /** Why rollouts are missing or ungraded, if any are. */
  readonly reason?: string;
}

/** What was decided of one question. */
export interface Decision {
  readonly q: string;
  readonly place: number;
  readonly kept: boolean;
  /** Where it fell and why; absent when kept. */
  readonly step?: MakeStep;
  readonly reason?: string;
  readonly split?: MadeSplit;
}

/** A line of `hand.jsonl`: what a person said; the last line of a question counts. */
export interface HandLine {
  readonly q: string;
  /** Null takes an earlier word back. */
  readonly decision: HandDecision | null;
  readonly note?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** What making a dataset tells while it works. */
export type MakeNews =
  | { readonly type: 'phase'; readonly step: MakeStep; readonly done: number; readonly total: number }
  | { readonly type: 'figures'; readonly values: MetricValues }
  /** One worth reading: what was asked and what came back. */
  | {
      readonly type: 'sample';
      readonly question: Question;
      readonly response: string;
      readonly right: boolean;
    }
  | {
      readonly type: 'note';
      readonly severity: 'info' | 'warning';
      readonly words: string;
      readonly hint?: string;
    };

/** What every step works with. Steps end with the signal's reason when it is aborted, with all finished work on disk. */
export interface MakeContext {
  readonly curriculum: Curriculum;
  /** Id of the dataset. */
  readonly dataset: string;
  readonly capability: string;
  readonly made: MadeDataset;
  /** Absolute folder of the workspace. */
  readonly root: string;
  /** Rows of the source, and nothing outside the allowed folders. */
  readonly data: DataEngine;
  /** The endpoint of that name, opened once and shared; throws an `EndpointError`. Not for `base`. */
  readonly chat: (name: string) => ChatClient;
  readonly signal: AbortSignal;
  readonly tell: (news: MakeNews) => void;
}

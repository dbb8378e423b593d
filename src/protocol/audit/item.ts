import type { ItemPicture } from '../picture';
import type { Arm } from '../prediction';
import type { AuditMethod, Label } from './labels';

export type { ItemPicture };

/**
 * Which item of an audit set: its place there, from 0. A set's items are written once, so that the number stays; what
 * outlives a set (labels, verdicts) names `dataset` and `row` instead.
 */
export type ItemIndex = number;

/** What became of an item from one audit to another: first letter of how it was, and is. */
export type ItemChange = 'fixed' | 'broken' | 'still wrong' | 'still right';

/** A verdict as a list shows it. */
export interface ShortVerdict {
  readonly method: AuditMethod;
  readonly label: Label;
  readonly subtype?: string;
}

/** An item as a list shows it: texts are cut. */
export interface ItemRow {
  readonly index: ItemIndex;
  readonly row: string;
  /** Data set or benchmark. */
  readonly dataset: string;
  readonly capability: string;
  /** First some hundred characters. */
  readonly question: string;
  readonly gold: string;
  /** What was taken as the answer; absent when the response gives none. */
  readonly extracted?: string;
  /** By our grading; null: it cannot be judged (no gold, no response). */
  readonly correct: boolean | null;
  /** Share of right answers where several were sampled. */
  readonly passRate?: number;
  /** Tokens, or where nobody counted them, characters / 4. */
  readonly length: number;
  readonly images: number;
  readonly verdicts: readonly ShortVerdict[];
  readonly change?: ItemChange;
}

/** Text with a claim of the judge about it, for highlighting: `[start, end)` in UTF-16 units of `response`. */
export interface ClaimMark {
  readonly start: number;
  readonly end: number;
  readonly verdict: 'true' | 'false' | 'unverifiable';
  readonly evidence?: string;
}

/** A verdict with what it rests on. */
export type VerdictDetail = ShortVerdict & {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Model, or the name of a person; of counterfactual verdicts the model that was asked. */
  readonly by: string;
  readonly confidence?: number;
  readonly note?: string;
} & (
    | {
        readonly method: 'counterfactual';
        readonly verdict: string;
        readonly excluded?: string;
        readonly arms: readonly ArmShare[];
      }
    | {
        readonly method: 'judge';
        readonly rationale: string;
        readonly claims: readonly ClaimMark[];
        /** Claims whose quotation is not in the response: shown apart, and a reason to doubt the judge. */
        readonly unfound: readonly string[];
        /** Range of the first decisive error in `response`. */
        readonly firstError?: { readonly start: number; readonly end: number };
        readonly fixVisionFixesAnswer: 'yes' | 'no' | 'unsure';
        readonly secondary: readonly string[];
        /** Labels of the two passes when they differ; the verdict is then UNSURE. */
        readonly passes: readonly string[];
      }
    | { readonly method: 'human' }
  );

/** Right of k samples in one arm. */
export interface ArmShare {
  readonly arm: Arm;
  readonly k: number;
  readonly right: number;
}

/** One answer of a model to an item. */
export interface AnswerText {
  readonly arm: Arm;
  /** The description that was given in this arm. */
  readonly description?: string;
  readonly text: string;
  readonly tokens?: number;
  readonly truncated: boolean;
  readonly extracted?: string;
  readonly correct: boolean | null;
  /** Without sampling. */
  readonly greedy: boolean;
}

/** Everything of one item. Texts above 200,000 characters are cut, and say so at their end. */
export interface ItemDetail extends ItemRow {
  readonly question: string;
  readonly options: readonly string[];
  readonly category?: string;
  readonly caption?: string;
  readonly goldText: string;
  /** The response that the audit is about: the tool's, or the greedy one, or the first wrong sample of our own. */
  readonly response: string;
  readonly thinking?: string;
  /** The program's own grading and how it says so, when it gave one. */
  readonly tool?: { readonly correct: boolean | null; readonly by: string };
  /** Other answers, of every arm. */
  readonly answers: readonly AnswerText[];
  readonly details: readonly VerdictDetail[];
  readonly pictures: readonly ItemPicture[];
  /** Same image, then same question: other items of the set, at most 20. */
  readonly neighbours: readonly ItemRow[];
  /** The same item in the audit that this one is compared with. */
  readonly other?: {
    readonly set: string;
    readonly response: string;
    readonly extracted?: string;
    readonly correct: boolean | null;
    readonly length: number;
    readonly verdicts: readonly ShortVerdict[];
  };
  /** Where it came from: a file and its line or row, from 1. */
  readonly source?: { readonly file: string; readonly line?: number };
}

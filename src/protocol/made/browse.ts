import type { MadeManifest } from './set';
import type { MadeSplit, MakeArm, MakeStep, Outcome } from './make';

/** A made dataset by its folder. */
export interface MadeSet {
  /** Absolute folder: the name by which everything else asks for it. */
  readonly dir: string;
  readonly dataset: string;
  /** Absolute path of the curriculum. */
  readonly file: string;
  /** Absent: not made yet. */
  readonly manifest?: MadeManifest;
  /** The recipe has changed since. */
  readonly stale: boolean;
}

/** Which questions are looked at; every key narrows, within a key any value counts. */
export interface MadeFilter {
  readonly decision?: 'kept' | 'dropped';
  readonly steps?: readonly MakeStep[];
  readonly reasons?: readonly string[];
  readonly kinds?: readonly string[];
  readonly splits?: readonly MadeSplit[];
  readonly outcomes?: readonly {
    readonly model: string;
    readonly arm: MakeArm;
    readonly outcome: Outcome;
  }[];
  /** A person said something of it. */
  readonly hand?: boolean;
  /** Pass rate, both ends included. */
  readonly rate?: { readonly from: number; readonly to: number };
  readonly text?: string;
}

export type HandDecision = 'keep' | 'drop';

/** A line of the list. */
export interface MadeRow {
  /** Position in the set, from 0: the name by which the set is asked for it. */
  readonly index: number;
  readonly id: string;
  readonly question: string;
  readonly kind?: string;
  readonly kept: boolean;
  readonly step?: MakeStep;
  readonly reason?: string;
  readonly split?: MadeSplit;
  readonly rate?: number;
  readonly hand?: HandDecision;
  /** One a model and arm, in the manifest's order of models: `right`, ... */
  readonly outcomes: readonly { readonly model: string; readonly arm: MakeArm; readonly outcome: Outcome }[];
}

/** One question with all that is known of it. */
export interface MadeItem extends MadeRow {
  /** Id of the caption or source row. */
  readonly source: string;
  readonly caption?: string;
  readonly options: readonly string[];
  readonly answer: string;
  /** Absolute paths; why there is none to be shown. */
  readonly images: readonly ({ readonly file: string } | { readonly missing: string })[];
  readonly answers: readonly {
    readonly model: string;
    readonly arm: MakeArm;
    readonly outcome: Outcome;
    readonly text?: string;
    readonly extracted?: string;
    readonly truncated?: boolean;
    /** Why there is no answer. */
    readonly reason?: string;
  }[];
  /** Rollouts of the pass rate. */
  readonly predictions?: readonly { readonly text: string; readonly correct: boolean | null }[];
  readonly interval?: readonly [number, number];
  readonly note?: string;
  /** Who wrote the question, with which prompt, and what came back. */
  readonly written?: {
    readonly model: string;
    readonly prompt: string;
    readonly reply: string;
  };
}

export interface MadeFacets {
  readonly total: number;
  readonly kept: number;
  readonly steps: Readonly<Partial<Record<MakeStep, number>>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<string, number>>;
  readonly splits: Readonly<Partial<Record<MadeSplit, number>>>;
  readonly hand: number;
  /** Of the filter, ten equal bins of the pass rate. */
  readonly rates: readonly number[];
}

/** What an editor asks of the auditor about made datasets; `dir` as in `MadeSet`. */
export interface MadeCalls {
  /** Made datasets of a curriculum, in its order. */
  readonly madeSets: {
    readonly params: { readonly file: string; readonly variant?: string };
    readonly result: readonly MadeSet[];
  };
  readonly madeOpen: { readonly params: { readonly dir: string }; readonly result: MadeManifest };
  readonly madePage: {
    readonly params: {
      readonly dir: string;
      readonly filter: MadeFilter;
      readonly offset: number;
      readonly count: number;
    };
    readonly result: { readonly rows: readonly MadeRow[]; readonly total: number };
  };
  readonly madeFacets: {
    readonly params: { readonly dir: string; readonly filter: MadeFilter };
    readonly result: MadeFacets;
  };
  readonly madeItem: {
    readonly params: { readonly dir: string; readonly index: number };
    readonly result: MadeItem;
  };
  /** Keeps or drops by hand, or (null) takes back what was said; counts at the next `make`. */
  readonly madeHand: {
    readonly params: {
      readonly dir: string;
      readonly index: number;
      readonly decision: HandDecision | null;
      readonly note?: string;
    };
    readonly result: MadeRow;
  };
}

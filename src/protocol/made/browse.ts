import type { ItemPicture } from '../picture';
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
  /** Absolute folders of images that the recipe names. */
  readonly images: readonly string[];
  /** Why what is there is of no use. */
  readonly damaged?: string;
}

/** An outcome of one model under one arm. */
export interface MadeOutcome {
  readonly model: string;
  readonly arm: MakeArm;
  readonly outcome: Outcome;
}

/** Which questions are looked at; every key narrows, within a key any value counts. */
export interface MadeFilter {
  readonly decision?: 'kept' | 'dropped';
  readonly steps?: readonly MakeStep[];
  readonly reasons?: readonly string[];
  readonly kinds?: readonly string[];
  readonly splits?: readonly MadeSplit[];
  /** For each model and arm that is named, any of its outcomes. */
  readonly outcomes?: readonly MadeOutcome[];
  /** A person said something of it. */
  readonly hand?: boolean;
  /** Pass rate, both ends included. */
  readonly rate?: { readonly from: number; readonly to: number };
  /** In question, options, caption, id or source. */
  readonly text?: string;
}

export type HandDecision = 'keep' | 'drop';

/** A line of the list. */
export interface MadeRow {
  /** Position in the set, from 0: the name by which the set is asked for it. */
  readonly index: number;
  readonly id: string;
  /** Empty: it fell before there was a question. */
  readonly question: string;
  readonly kind?: string;
  readonly kept: boolean;
  readonly step?: MakeStep;
  readonly reason?: string;
  readonly split?: MadeSplit;
  readonly rate?: number;
  readonly hand?: HandDecision;
  /** One a model and arm, in the manifest's order of models: `right`, ... */
  readonly outcomes: readonly MadeOutcome[];
}

/** One question with all that is known of it. */
export interface MadeItem extends MadeRow {
  /** Id of the caption or source row. */
  readonly source: string;
  readonly capability?: string;
  readonly caption?: string;
  readonly options: readonly string[];
  readonly answer: string;
  /** Absolute paths; why there is none to be shown. */
  readonly images: readonly ItemPicture[];
  /** What is particular of its reason. */
  readonly detail?: string;
  /** The question that it equals, and for which it fell; without an index there is none of that id any more. */
  readonly same?: { readonly id: string; readonly index?: number; readonly question?: string };
  readonly answers: readonly (MadeOutcome & {
    readonly text?: string;
    readonly extracted?: string;
    readonly truncated?: boolean;
    /** Why there is no answer. */
    readonly reason?: string;
  })[];
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

/** How many questions each value of a field would give, the filter's own choice in that field left out. */
export interface MadeFacets {
  readonly total: number;
  readonly decisions: Readonly<Record<'kept' | 'dropped', number>>;
  readonly steps: Readonly<Partial<Record<MakeStep, number>>>;
  /** The most frequent ones. */
  readonly reasons: readonly { readonly name: string; readonly n: number }[];
  readonly kinds: readonly { readonly name: string; readonly n: number }[];
  readonly splits: Readonly<Partial<Record<MadeSplit, number>>>;
  readonly outcomes: readonly {
    readonly model: string;
    readonly arm: MakeArm;
    readonly counts: Readonly<Record<Outcome, number>>;
  }[];
  readonly hand: number;
  /** Ten equal bins of the pass rate; the last holds 1. */
  readonly rates: readonly number[];
}

/** What an editor asks of the auditor about made datasets; `dir` as in `MadeSet`. */
export interface MadeCalls {
  /** Made datasets of a curriculum, in its order. Only folders that were told so may be asked for by the other calls. */
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
      /** At most 500. */
      readonly count: number;
    };
    readonly result: {
      readonly rows: readonly MadeRow[];
      readonly total: number;
      /** Grows with what a person says. */
      readonly revision: number;
    };
  };
  /** Where a question stands in the order of a filter; -1: it is not among them. */
  readonly madePosition: {
    readonly params: { readonly dir: string; readonly filter: MadeFilter; readonly index: number };
    readonly result: { readonly position: number };
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

import type { MadeSplit, MakeArm, MakeStep, Outcome } from './make';

/** A share with its Wilson 95 % interval; counts are those of the share. */
export interface MadeShare {
  readonly count: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** How many came into a step and went on, and why the others did not. */
export interface FunnelStep {
  readonly step: MakeStep;
  readonly in: number;
  readonly out: number;
  readonly dropped: readonly {
    /** A short sentence, the same for all that fell for this reason. */
    readonly reason: string;
    readonly count: number;
    /** Ids of the first few. */
    readonly samples: readonly string[];
  }[];
}

/** What tells whether the data is any good; of the rows that were kept, unless it says otherwise. */
export interface MadeFigures {
  /** Rows by the letter of the right option; empty without options. */
  readonly positions: Readonly<Record<string, number>>;
  /** p of a chi-square test that all positions are alike; absent for fewer than 20 rows. */
  readonly positionsP?: number;
  /** Kept rows that at least one model solves blind. */
  readonly blind?: MadeShare;
  /** Of all questions that came so far: near-duplicates. */
  readonly duplicates: MadeShare;
  /** Rows whose right option is the longest of its options. */
  readonly longest?: MadeShare;
  readonly kinds: Readonly<Record<string, number>>;
  readonly splits: Readonly<Partial<Record<MadeSplit, { readonly rows: number; readonly images: number }>>>;
  /** Of every question that was answered, by model and arm. */
  readonly outcomes: readonly {
    readonly model: string;
    readonly arm: MakeArm;
    readonly counts: Readonly<Record<Outcome, number>>;
  }[];
  /** Two models over the questions that both answered from the image: equal outcomes, and Cohen's kappa. */
  readonly agreement: readonly {
    readonly models: readonly [string, string];
    readonly same: MadeShare;
    readonly kappa?: number;
  }[];
  /** Rows by pass rate in ten equal bins of [0, 1], and the mean; absent when nothing was rated. */
  readonly difficulty?: {
    readonly bins: readonly number[];
    readonly mean: number;
    readonly rollouts: number;
    /** Rollouts that the adaptive rule did not need. */
    readonly saved?: number;
  };
}

/** What was spent, as the servers counted; cached answers cost nothing. */
export interface MakeSpending {
  readonly model: string;
  readonly requests: number;
  readonly cached: number;
  readonly failed: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cost?: number;
}

/** `made.json` beside the files of a made dataset: written last, so what it says is there. */
export interface MadeManifest {
  readonly format: 1;
  readonly dataset: string;
  readonly capability: string;
  /** Absolute path of the curriculum that made it. */
  readonly file: string;
  readonly variant?: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Hash of everything in the recipe that the rows depend on. */
  readonly recipe: string;
  readonly funnel: readonly FunnelStep[];
  readonly figures: MadeFigures;
  /** Over all makes by this recipe, those that were killed included. */
  readonly spending: readonly MakeSpending[];
  /** The part of it that came after the make before was done; empty: nothing was asked. Older manifests lack it. */
  readonly recent?: readonly MakeSpending[];
  /** Names of the models that answered, in the recipe's order. */
  readonly models: readonly string[];
  readonly rows: Readonly<Partial<Record<MadeSplit, number>>>;
  /** Sentences for a person: what should be known before this is trained on. */
  readonly warnings: readonly string[];
}

import type { DataRef } from './model';

/** Name of the curriculum's own model before training, asked on this machine by its engine instead of an endpoint. */
export const BASE_MODEL = 'base';

/** How questions come to captions; keys are named as in the file, paths are absolute. */
export interface QuestionRecipe {
  /** Endpoint that writes them; absent: they are read from `file`. */
  readonly by?: string;
  /** Questions that were written before, JSONL: `caption` (its id), `question`, `options`, `answer`, `kind`. */
  readonly file?: string;
  /** Presets (`spatial`, `detail`, ...) or names of one's own, in turn. */
  readonly kinds: readonly string[];
  readonly per_image: number;
  /** Endpoint that must find the same answer in the caption alone; absent: nobody looks. */
  readonly verify?: string;
  /** Prompt of one's own: a text with `{caption}`, `{kind}` and `{count}`. */
  readonly prompt?: string;
  readonly temperature: number;
  readonly max_tokens: number;
}

/** Where the rows of a made dataset come from. */
export type MakeSource =
  | {
      readonly kind: 'captions';
      readonly file: DataRef;
      /** The file's own names; absent ones are found by the usual names. */
      readonly columns: { readonly caption?: string; readonly image?: string; readonly id?: string };
      /** Absolute folder that image paths are relative to; absent: the file's folder. */
      readonly images?: string;
    }
  /** Training rows of other datasets of the curriculum, at least one. */
  | { readonly kind: 'datasets'; readonly ids: readonly string[] }
  /** The dataset's own `train`, which only gets a pass rate: `difficulty` without `make`. */
  | { readonly kind: 'own'; readonly train: DataRef }
  /** Failures of an audit set: `last`, a run's id, or a folder (absolute); `label`: only those given to it. */
  | {
      readonly kind: 'failures';
      readonly of: string;
      readonly label?: string;
    };

export interface Make {
  readonly source: MakeSource;
  readonly questions?: QuestionRecipe;
  /** Names of endpoints, or `base`; empty: nothing is answered. */
  readonly answer_with: readonly string[];
  /** Of the answers that `keep` looks at. */
  readonly answers: { readonly max_tokens: number; readonly temperature: number };
  /** SQL condition over the arms' outcomes (`KEEP_COLUMNS`) and the columns of the source rows. */
  readonly keep?: string;
  /** Whether `keep` must hold for every model of `answer_with`, for one, or for more than half of them. */
  readonly agree: 'all' | 'any' | 'most';
  /** Likeness (0 to 1) from which two questions about one image are one; 1: only equal ones. */
  readonly duplicates: number;
  /** At most so many captions or source rows, drawn with the seed. */
  readonly limit?: number;
  /** Shares of images; the rest is `train`. */
  readonly split: { readonly val: number; readonly test: number };
  readonly seed: number;
}

export interface Difficulty {
  /** Name of an endpoint, or `base`. */
  readonly by: string;
  /** Rollouts a row; with `adaptive` the most that a row may get. */
  readonly rollouts: number;
  /** More rollouts only for rows whose Wilson interval straddles a boundary. */
  readonly adaptive: boolean;
  /** Pass rates that matter, ascending. */
  readonly boundaries: readonly number[];
  readonly temperature: number;
  readonly top_p: number;
  /** Absent: the longest response of the stages that use the dataset. */
  readonly max_tokens?: number;
}

/** A dataset that is made from a recipe: its files lie in `to` once `stagecraft make` has run. */
export interface MadeDataset {
  /** Absolute folder. */
  readonly to: string;
  readonly make: Make;
  readonly difficulty?: Difficulty;
}

/**
 * Columns of `keep` besides those of the rows, each true, false or unknown (NULL). Of a model's answer under one arm
 * exactly one of right, wrong, unparsable is true; all three are unknown where there is no answer, and a condition that
 * is unknown keeps nothing: a missing answer is never a wrong one.
 */
export const KEEP_COLUMNS = {
  right_from_image: 'The model is right when it sees the image.',
  wrong_from_image: 'It sees the image and answers, wrongly.',
  unparsable_from_image: 'It sees the image and what it says holds no answer.',
  right_from_caption: 'The model is right when it reads the caption instead of seeing the image.',
  wrong_from_caption: 'It reads the caption and answers, wrongly.',
  unparsable_from_caption: 'It reads the caption and what it says holds no answer.',
  right_blind: 'The model is right with neither image nor caption.',
  wrong_blind: 'It has neither and answers, wrongly.',
  unparsable_blind: 'It has neither and what it says holds no answer.',
} as const;
export type KeepColumn = keyof typeof KEEP_COLUMNS;

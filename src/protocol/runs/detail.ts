import type { RolloutSample } from '../events';
import type { RunFinding } from './finding';
import type { RunSummary, StageSummary } from './summary';

/** A stage of a run with what its plan says of it. `predict` and `audit` have no steps and no plan. */
export interface StageDetail extends StageSummary {
  /** Capabilities of its rows, in order. */
  readonly capabilities: readonly string[];
  /** Step 0 of the stage on the run's one axis: stages lie side by side, in order. */
  readonly offset: number;
  /** Seconds since the run began of its first and last event; absent when it has none. */
  readonly seconds?: readonly [number, number];
  readonly rows: number;
  /** Such as `by pass rate, easy to hard`. */
  readonly order: string;
  /** Rows are met in order of their pass rate: the position in the stage is a place in the band. */
  readonly difficulty: 'none' | 'easy-to-hard' | 'hard-to-easy';
  /** Where its weights come from, in words. */
  readonly from: string;
  readonly until?: string;
  /** Every setting as the plan resolved it, by key. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Something that happened at a step; `seconds` since the run began, where known. */
export type Mark = { readonly stage: string; readonly step: number; readonly seconds?: number } & (
  | { readonly kind: 'checkpoint'; readonly score?: number }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'ended'; readonly state: string }
  | { readonly kind: 'finding'; readonly id: string }
);

export interface MetricInfo {
  readonly name: string;
  readonly unit: string;
  readonly doc: string;
  /** How many points the run has of it. */
  readonly points: number;
}

/** Everything of a run that a dashboard shows but its curves and samples, which are asked for by range. */
export interface RunDetail {
  readonly summary: RunSummary;
  /** Grows whenever anything of the run changes. */
  readonly revision: number;
  readonly stages: readonly StageDetail[];
  /** In the order of `METRICS`, then the others by name. */
  readonly metrics: readonly MetricInfo[];
  readonly marks: readonly Mark[];
  readonly findings: readonly RunFinding[];
  /** Steps and seconds from the beginning to the last event. */
  readonly extent: { readonly steps: number; readonly seconds: number };
  readonly samples: number;
  /** Folders beside the workspace that the run's curriculum reads from, absolute; its samples' images may lie there. */
  readonly folders?: readonly string[];
}

export type Axis = 'step' | 'time';

/** A part of some curves: `from` and `to` in units of the axis (steps behind one another, or seconds). */
export interface SeriesRequest {
  readonly run: string;
  readonly metrics: readonly string[];
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
  /** At most so many points a curve: a chart has no more pixels. */
  readonly buckets: number;
  /** Weight of the past in an exponential moving average over the raw points, 0 to 0.99; 0: none. */
  readonly smoothing: number;
}

/** One curve. With more points than buckets each entry stands for a bucket: `low` and `high` are its extremes. */
export interface Curve {
  readonly metric: string;
  readonly x: Float64Array;
  /** Mean of the bucket; NaN is a value that was not a number. */
  readonly y: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The moving average at the bucket's last point; absent without smoothing. */
  readonly smooth?: Float64Array;
  /** Raw points in the range. */
  readonly points: number;
}

export interface SeriesAnswer {
  readonly run: string;
  readonly revision: number;
  readonly curves: readonly Curve[];
}

/** Samples newest first, or of one stage, or whose text holds some words. */
export interface SamplesRequest {
  readonly run: string;
  readonly stage?: string;
  /** Only the samples of this row: how its completions changed over time, oldest first. */
  readonly row?: string;
  readonly search?: string;
  /** Only what the reward took for right, or for wrong: `isRight`. */
  readonly outcome?: 'right' | 'wrong';
  readonly offset: number;
  readonly count: number;
}

export interface StageSample {
  readonly stage: string;
  readonly step: number;
  readonly sample: RolloutSample;
}

export interface SamplesAnswer {
  readonly run: string;
  readonly revision: number;
  readonly total: number;
  readonly samples: readonly StageSample[];
}

/** Pass rates of a stage's rows in 20 equal bins from 0 to 1. */
export interface PassRates {
  readonly stage: string;
  /** Rows a bin. */
  readonly bins: readonly number[];
  /** Rows without a pass rate. */
  readonly unknown: number;
  /** 5th, 50th and 95th percentile; absent when no row has one. */
  readonly band?: readonly [number, number, number];
}

/** Two or more runs: what differs in their settings, and how each stage ended. */
export interface RunComparison {
  readonly runs: readonly RunSummary[];
  /** Settings that differ; `values` in the order of `runs`, absent where a run has no such stage or key. */
  readonly settings: readonly {
    readonly stage: string;
    readonly key: string;
    readonly values: readonly (string | undefined)[];
  }[];
  /** Ids of runs whose `run.json` cannot be read: nothing is known of their settings, and no value of theirs differs. */
  readonly unknown?: readonly string[];
  /** Last value, and best where one is better than another, of each metric that at least one run has, by stage. */
  readonly metrics: readonly {
    readonly stage: string;
    readonly metric: string;
    readonly values: readonly ({ readonly last: number; readonly best?: number } | undefined)[];
  }[];
}

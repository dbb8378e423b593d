import type { Problem } from '../problem';

/** Devices a run may use: all of a list, any so many GPUs, or nothing that others wait for. */
export type DeviceChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'these'; readonly devices: readonly string[] }
  /** Any so many GPUs, chosen when the run's turn comes. */
  | { readonly kind: 'any'; readonly gpus: number }
  | { readonly kind: 'none' };

/** What is to be run. */
export interface LaunchRequest {
  /** Absolute folder that holds `.stagecraft`. */
  readonly root: string;
  /** Absolute path of the curriculum. */
  readonly file: string;
  readonly variant?: string;
  readonly stages?: { readonly only: string } | { readonly from: string };
  /** A trial of so many steps a stage on the embedded engine with the real data. */
  readonly rehearse?: { readonly steps: number };
  readonly devices?: DeviceChoice;
  /** Audit and report at the end, when the curriculum asks for an audit. */
  readonly audit?: boolean;
}

/** Datasets that are to be made. */
export interface MakeRequest {
  /** Absolute folder that holds `.stagecraft`. */
  readonly root: string;
  /** Absolute path of the curriculum. */
  readonly file: string;
  readonly variant?: string;
  /** Absent: every dataset that has a recipe. */
  readonly datasets?: readonly string[];
}

/** Keys of endpoints by the names that the curriculum calls them: kept in memory and handed on, never written. */
export type MakeKeys = Readonly<Record<string, string>>;

/** What making would do and cost; with an error among `problems` it cannot be started. */
export interface MakePlan {
  readonly problems: readonly Problem[];
  /** In the order in which they would be made; also those that a chosen one is made from and that are not made yet. */
  readonly datasets: readonly MakeEstimate[];
  /** Names of the keys that the endpoints want. */
  readonly keys: readonly string[];
  /** Models that would be asked; without a `url` it is the curriculum’s own. */
  readonly endpoints: readonly {
    readonly name: string;
    readonly url?: string;
    readonly model: string;
    readonly key?: string;
  }[];
  /** An earlier make of the same curriculum and variant that has not come to its end. */
  readonly resumable?: { readonly dir: string; readonly id: string; readonly words: string };
}

/** What one dataset would cost: at most, since answers that are in the cache cost nothing. */
export interface MakeEstimate {
  readonly dataset: string;
  /** Absolute folder. */
  readonly to: string;
  /** Absent: the source cannot be counted yet. */
  readonly requests?: number;
  /** Tokens in and out. */
  readonly tokens?: number;
  /** In the currency of the curriculum; absent where no price is named. */
  readonly cost?: number;
  /** Sentences for a person; a guess is called one. */
  readonly words: readonly string[];
  /** `stale`: made before, from another recipe. Absent: not made yet. */
  readonly made?: 'fresh' | 'stale';
}

/** One thing that was looked at before a start. `ok` ones are shown too: they say what was found. */
export interface PreflightCheck {
  readonly id:
    | 'curriculum'
    | 'engine'
    | 'reward'
    | 'interpreter'
    | 'packages'
    | 'gpu'
    | 'disk'
    | 'memory'
    | 'earlier-run'
    | 'queue';
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'error' | 'unknown';
  /** What was found, with its figures. */
  readonly detail: string;
  readonly hint?: string;
}

export interface PreflightReport {
  readonly checks: readonly PreflightCheck[];
  /** The same problems as in the editor, and those of the machine (SC5xx). Errors stop; warnings are asked once. */
  readonly problems: readonly Problem[];
  /** Stages that would be run with their steps, in order. */
  readonly stages: readonly { readonly id: string; readonly steps: number; readonly rows: number }[];
  /** An earlier run of the same curriculum and variant that could be resumed instead. */
  readonly resumable?: { readonly dir: string; readonly id: string; readonly words: string };
}

export interface LaunchedRun {
  readonly id: string;
  readonly dir: string;
}

export interface GpuStatus {
  readonly index: number;
  readonly name: string;
  /** MiB. */
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  /** Percent. */
  readonly use: number;
}

/** What runs can be given on this machine, and who holds it. */
export interface DeviceList {
  readonly devices: readonly { readonly id: string; readonly title: string; readonly holder?: string }[];
  readonly gpus: readonly GpuStatus[];
}

/** One row taken through prompt, model and reward; steps in order, each with what came out. */
export interface SampleRequest {
  readonly root: string;
  readonly file: string;
  readonly variant?: string;
  readonly stage?: string;
  /** Id of a row, or its number from 1; absent: the first. */
  readonly row?: string;
  /** Grades this text instead of asking the model. */
  readonly response?: string;
}

export interface SampleReport {
  readonly title: string;
  readonly text: string;
}

import type { MonitorFailure } from '../failure';
import type {
  PassRates,
  RunComparison,
  RunDetail,
  SamplesAnswer,
  SamplesRequest,
  SeriesAnswer,
  SeriesRequest,
} from './detail';
import type { RunFinding } from './finding';
import type {
  DeviceList,
  LaunchedRun,
  LaunchRequest,
  MakeKeys,
  MakePlan,
  MakeRequest,
  PreflightReport,
  SampleReport,
  SampleRequest,
} from './launch';
import type { RunList, RunSummary } from './summary';

/**
 * What an editor asks of the monitor, its one process for everything about runs: it watches their folders, keeps
 * their curves, and starts, stops and compares them, so that the editor's own process never waits for a file.
 * `run` is always the absolute run folder.
 */
export interface MonitorCalls {
  /** Which workspaces to watch; may be said again when folders come and go. */
  readonly watch: { readonly params: { readonly roots: readonly string[] }; readonly result: RunList };
  /** The newest so many; changes of others are not told. */
  readonly runs: { readonly params: { readonly limit: number }; readonly result: RunList };
  readonly detail: { readonly params: { readonly run: string }; readonly result: RunDetail };
  readonly series: { readonly params: SeriesRequest; readonly result: SeriesAnswer };
  readonly samples: { readonly params: SamplesRequest; readonly result: SamplesAnswer };
  readonly passRates: { readonly params: { readonly run: string }; readonly result: readonly PassRates[] };
  readonly compare: { readonly params: { readonly runs: readonly string[] }; readonly result: RunComparison };
  /** From now on `grew` tells of these runs, and of no others. */
  readonly follow: { readonly params: { readonly runs: readonly string[] }; readonly result: null };
  /** The last `lines` of a log, and from now on `log` tells what is added; `stage` absent: whatever runs. */
  readonly followLog: {
    readonly params: { readonly run: string; readonly stage?: string; readonly lines: number };
    readonly result: { readonly subscription: number };
  };
  readonly unfollowLog: { readonly params: { readonly subscription: number }; readonly result: null };
  /** A curriculum was opened: a start may come. Answered at once; what it costs is spent in the background. */
  readonly warm: { readonly params: { readonly root: string; readonly file: string }; readonly result: null };
  readonly preflight: { readonly params: LaunchRequest; readonly result: PreflightReport };
  readonly start: { readonly params: LaunchRequest; readonly result: LaunchedRun };
  /** What making datasets would do and cost. Nothing is asked of any model. */
  readonly makePlan: { readonly params: MakeRequest; readonly result: MakePlan };
  /** Makes datasets, as a run. */
  readonly make: {
    readonly params: MakeRequest & { readonly keys?: MakeKeys };
    readonly result: LaunchedRun;
  };
  readonly stop: {
    readonly params: { readonly run: string; readonly grace?: number };
    readonly result: null;
  };
  /** `keys` as in `make`: those that a make's endpoints want. */
  readonly resume: {
    readonly params: { readonly run: string; readonly keys?: MakeKeys };
    readonly result: LaunchedRun;
  };
  /** The same plan, files, seed and stages again as a new run; says what has changed since. */
  readonly rerun: {
    readonly params: { readonly run: string; readonly evenIfChanged: boolean };
    readonly result: { readonly started?: LaunchedRun; readonly changed: readonly string[] };
  };
  /** Why the folder may not be deleted now; no reason: it may. */
  readonly removable: {
    readonly params: { readonly run: string };
    readonly result: { readonly reason?: string };
  };
  /** A zip for a bug report: no data, no secrets. */
  readonly bundle: {
    readonly params: { readonly run: string; readonly output: string };
    readonly result: { readonly files: readonly string[] };
  };
  readonly sample: { readonly params: SampleRequest; readonly result: SampleReport };
  readonly devices: { readonly params: Record<string, never>; readonly result: DeviceList };
  /** The curriculum and the files it names as the run has them: for a comparison of texts. */
  readonly files: {
    readonly params: { readonly run: string };
    readonly result: readonly { readonly path: string; readonly text: string }[];
  };
}

export type MonitorCall = keyof MonitorCalls;
export type MonitorParams<C extends MonitorCall> = MonitorCalls[C]['params'];
export type MonitorResult<C extends MonitorCall> = MonitorCalls[C]['result'];

/** Editor to monitor. */
export type ToMonitor = {
  readonly [C in MonitorCall]: { readonly id: number; readonly call: C; readonly params: MonitorParams<C> };
}[MonitorCall];

/** Monitor to editor. Each call is answered or has failed, once. At most ten `runs` and `grew` a second. */
export type FromMonitor =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure }
  /** Runs that came, changed or went. */
  | {
      readonly type: 'runs';
      readonly changed: readonly RunSummary[];
      readonly removed: readonly string[];
      readonly total: number;
    }
  | { readonly type: 'grew'; readonly run: string; readonly revision: number }
  | { readonly type: 'log'; readonly subscription: number; readonly stage: string; readonly text: string }
  /** The findings of the newest run of a curriculum: all of them, each time any changes. */
  | {
      readonly type: 'findings';
      readonly file: string;
      readonly run: string;
      readonly findings: readonly RunFinding[];
    };

import type { Axis } from './detail';
import type { MonitorFailure } from '../failure';
import type { MonitorCall, MonitorParams } from './monitor';
import type { RunSummary } from './summary';

/** The monitor's calls that a dashboard may make: looking, never acting. */
export const DASHBOARD_CALLS = [
  'runs',
  'detail',
  'series',
  'samples',
  'passRates',
  'compare',
] as const satisfies readonly MonitorCall[];
export type DashboardCall = (typeof DASHBOARD_CALLS)[number];

/** What a dashboard remembers over a reload; kept by the page, handed to the editor's serializer. */
export interface DashboardState {
  /** Run folders; the first is the main one, the others lie over it. */
  readonly runs: readonly string[];
  readonly axis: Axis;
  readonly smoothing: number;
  readonly logScale: boolean;
  /** Part of the axis that is shown; absent: all, growing. */
  readonly zoom?: readonly [number, number];
  readonly hidden: readonly string[];
  readonly tab: 'curves' | 'samples' | 'findings' | 'compare';
}

/** Things a dashboard can ask the editor to do with a run; the editor runs its command of that name. */
export const DASHBOARD_ACTIONS = [
  'stop',
  'resume',
  'rerun',
  'openLog',
  'openFolder',
  'openCurriculum',
  'compare',
  'bundle',
  'browseMade',
] as const;
export type DashboardAction = (typeof DASHBOARD_ACTIONS)[number];

/** Page to editor. */
export type FromDashboard =
  | { readonly type: 'ready' }
  | {
      readonly [C in DashboardCall]: {
        readonly type: 'ask';
        readonly id: number;
        readonly call: C;
        readonly params: MonitorParams<C>;
      };
    }[DashboardCall]
  /** The runs that are shown now: what the editor follows and what the panel is called. */
  | { readonly type: 'showing'; readonly runs: readonly string[] }
  | { readonly type: 'act'; readonly action: DashboardAction; readonly run: string }
  /** Goes to the responsible key of a finding in the curriculum. */
  | { readonly type: 'openKey'; readonly run: string; readonly stage?: string; readonly key: string };

/** Editor to page. */
export type ToDashboard =
  /** First of all: what to show. `state` is that of an earlier life of the panel. */
  | { readonly type: 'show'; readonly runs: readonly string[]; readonly state?: DashboardState }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure }
  | {
      readonly type: 'changed';
      readonly summaries: readonly RunSummary[];
      readonly removed: readonly string[];
    }
  | { readonly type: 'grew'; readonly run: string; readonly revision: number }
  /** The monitor was started anew: ask again for everything. */
  | { readonly type: 'again' };

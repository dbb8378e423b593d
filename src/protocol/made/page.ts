import type { MonitorFailure } from '../failure';
import type { MadeCalls, MadeFilter } from './browse';

/** The auditor's calls that a browser of made data may make. */
export const MADE_PAGE_CALLS = [
  'madeSets',
  'madeOpen',
  'madePage',
  'madePosition',
  'madeFacets',
  'madeItem',
  'madeHand',
] as const satisfies readonly (keyof MadeCalls)[];
export type MadePageCall = (typeof MADE_PAGE_CALLS)[number];

export const MADE_TABS = ['browse', 'figures'] as const;

/** What a browser of made data remembers over a reload. */
export interface MadePageState {
  /** Absolute path of the curriculum. */
  readonly file: string;
  readonly variant?: string;
  /** Id; absent: the first. */
  readonly dataset?: string;
  readonly filter: MadeFilter;
  readonly selected?: number;
  readonly tab: (typeof MADE_TABS)[number];
}

/** Things that a browser of made data can ask the editor to do, about its curriculum. */
export type MadePageAction =
  /** Asks what it will cost, then makes. */
  | { readonly action: 'make'; readonly dataset: string }
  | { readonly action: 'openCurriculum'; readonly dataset?: string }
  | { readonly action: 'showFolder'; readonly dir: string };

/** Page to editor. `file` and `variant` of `madeSets` are the panel's own, whatever a page says. */
export type FromMadePage =
  | { readonly type: 'ready' }
  | {
      readonly [C in MadePageCall]: {
        readonly type: 'ask';
        readonly id: number;
        readonly call: C;
        readonly params: MadeCalls[C]['params'];
      };
    }[MadePageCall]
  /** What is shown now: what the panel is called, and what the serializer takes. */
  | { readonly type: 'showing'; readonly state: MadePageState }
  | { readonly type: 'act'; readonly act: MadePageAction };

/** Editor to page. Files of images have become addresses that the page can load. */
export type ToMadePage =
  /** First of all, and when a command asks for something else. */
  | { readonly type: 'show'; readonly state: Partial<MadePageState> & { readonly file: string } }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure }
  /** A dataset was made anew, or somebody said something of its questions. */
  | { readonly type: 'made'; readonly dir: string }
  /** The curriculum was saved, or a make has ended: ask what there is. */
  | { readonly type: 'look' }
  /** Datasets of this curriculum that are being made now. */
  | { readonly type: 'making'; readonly datasets: readonly string[] }
  /** The auditor was started anew: ask again for everything. */
  | { readonly type: 'again' };

import type { MonitorFailure } from '../failure';
import type { AuditCall, AuditParams, ExportFormat } from './calls';
import type { ItemIndex } from './item';
import type { JobEnd, JobProgress } from './jobs';
import type { AuditMethod } from './labels';
import type { AuditFilter, AuditOrder, AuditQuery, Grouping } from './query';
import type { AuditSet } from './set';

/** The auditor's calls that an audit browser may make: looking, and labelling. */
export const AUDIT_PAGE_CALLS = [
  'sets',
  'open',
  'page',
  'position',
  'facets',
  'groups',
  'item',
  'find',
  'figures',
  'compare',
  'label',
  'triage',
] as const satisfies readonly AuditCall[];
export type AuditPageCall = (typeof AUDIT_PAGE_CALLS)[number];

/** What an audit browser remembers over a reload, and what a deep link may say. */
export interface AuditPageState {
  readonly set: string;
  readonly against?: string;
  readonly filter: AuditFilter;
  readonly order: AuditOrder;
  readonly descending: boolean;
  readonly grouping: Grouping;
  /** Whose shares the small multiples show. */
  readonly method: AuditMethod;
  readonly selected?: ItemIndex;
  readonly tab: 'browse' | 'figures' | 'compare';
  /** Labelling by hand: whose, of how large a sample, and whether other methods are hidden. */
  readonly triage?: { readonly annotator: string; readonly sample?: number; readonly blind: boolean };
}

/** Things an audit browser can ask the editor to do. */
export type AuditPageAction =
  | { readonly action: 'export'; readonly query: AuditQuery; readonly format: ExportFormat }
  | { readonly action: 'saveSvg'; readonly name: string; readonly svg: string }
  | { readonly action: 'draft'; readonly query: AuditQuery }
  /** Asks for method and model, then begins. */
  | { readonly action: 'attribute'; readonly set: string }
  | { readonly action: 'cancel'; readonly job: number }
  | { readonly action: 'chooseAgainst'; readonly set: string }
  | { readonly action: 'openSource'; readonly set: string; readonly index: ItemIndex }
  | { readonly action: 'copyLink'; readonly state: AuditPageState }
  | { readonly action: 'import' };

/** Page to editor. */
export type FromAuditPage =
  | { readonly type: 'ready' }
  | {
      readonly [C in AuditPageCall]: {
        readonly type: 'ask';
        readonly id: number;
        readonly call: C;
        readonly params: AuditParams<C>;
      };
    }[AuditPageCall]
  /** What is shown now: what the panel is called, and what the serializer and a link take. */
  | { readonly type: 'showing'; readonly state: AuditPageState }
  | { readonly type: 'act'; readonly act: AuditPageAction };

/** Editor to page. Files of `ItemPicture` have become addresses that the page can load. */
export type ToAuditPage =
  /** First of all, and when a link or command asks for something else: what to show; `set` null: it cannot be found. */
  | {
      readonly type: 'show';
      readonly state: Partial<AuditPageState> & { readonly set: string };
      readonly annotator: string;
    }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure }
  | { readonly type: 'sets'; readonly sets: readonly AuditSet[] }
  | { readonly type: 'changed'; readonly set: string; readonly revision: number }
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'ended'; readonly job: number; readonly end: JobEnd }
  /** The auditor was started anew: ask again for everything. */
  | { readonly type: 'again' };

import type { ItemChange, ItemIndex, ItemRow } from './item';
import type { AuditMethod, Label } from './labels';
import type { AuditRate } from './set';

/** Which items are asked for. Everything named must hold; an empty list is as if it were absent. */
export interface AuditFilter {
  /** Default `wrong`. */
  readonly outcome?: 'wrong' | 'right' | 'unjudged' | 'all';
  readonly datasets?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly categories?: readonly string[];
  /** Of any method, or of `method` when that is given. `none`: the method says nothing. */
  readonly labels?: readonly (Label | 'none')[];
  readonly method?: AuditMethod;
  /** `disagree`: two methods give different sides; `agree`: all that speak give the same, and at least two do. */
  readonly agreement?: 'agree' | 'disagree';
  /** Tokens, both ends included. */
  readonly length?: readonly [number, number];
  /** In question, response, gold or id; case is not told apart. */
  readonly text?: string;
  /** Needs `against`. */
  readonly changes?: readonly ItemChange[];
  /** A judge's claim was false; the response was cut; no answer was found; our grading differs from the tool's. */
  readonly flags?: readonly ItemFlag[];
}
export const ITEM_FLAGS = [
  'truncated',
  'no answer',
  'differs from tool',
  'missing image',
  'several samples',
] as const;
export type ItemFlag = (typeof ITEM_FLAGS)[number];

export const AUDIT_ORDERS = ['source', 'length', 'pass rate', 'disagreement', 'dataset', 'label'] as const;
export type AuditOrder = (typeof AUDIT_ORDERS)[number];

export interface AuditQuery {
  /** `AuditSet.dir`. */
  readonly set: string;
  /** Another set to compare with, by data set and row. */
  readonly against?: string;
  readonly filter: AuditFilter;
  readonly order: AuditOrder;
  readonly descending: boolean;
}

export interface AuditPageRequest extends AuditQuery {
  /** From 0, at most 500 rows at once. */
  readonly from: number;
  readonly count: number;
}
export interface AuditPage {
  /** Grows when labels or verdicts come; a list that sees another asks again. */
  readonly revision: number;
  readonly total: number;
  readonly from: number;
  readonly rows: readonly ItemRow[];
}

/** Where an item stands in a query's order; -1: not among them. */
export interface AuditPosition {
  readonly position: number;
}

/** How many items each value of each filter would give, the filter's own choice in that field left out. */
export interface AuditFacets {
  readonly revision: number;
  readonly total: number;
  readonly datasets: readonly FacetCount[];
  readonly capabilities: readonly FacetCount[];
  readonly categories: readonly FacetCount[];
  readonly labels: readonly FacetCount[];
  readonly changes: readonly FacetCount[];
  readonly flags: readonly FacetCount[];
  readonly agreement: readonly FacetCount[];
  /** Range of lengths in the set, and counts in 40 equal bins of it. */
  readonly lengths: { readonly low: number; readonly high: number; readonly bins: readonly number[] };
}
export interface FacetCount {
  readonly name: string;
  readonly n: number;
}

export const GROUPINGS = ['dataset', 'capability', 'category', 'length'] as const;
export type Grouping = (typeof GROUPINGS)[number];
/** A bar of the small multiples: share of perception among the failures that a method attributes. */
export interface GroupBar {
  readonly name: string;
  readonly capability: string;
  readonly failures: number;
  readonly accuracy: AuditRate;
  readonly perception?: AuditRate;
  /** Counts by label among failures, of the method. */
  readonly labels: Readonly<Partial<Record<Label | 'none', number>>>;
}

/** The set compared with another: McNemar on common items, trace lengths on the same. */
export interface AuditComparison {
  readonly common: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly counts: Readonly<Record<ItemChange, number>>;
  readonly p: number;
  readonly pMethod: string;
  /** Words with n and interval. */
  readonly accuracy: string;
  readonly length: string;
  readonly groups: readonly {
    readonly name: string;
    readonly counts: Readonly<Record<ItemChange, number>>;
    readonly p: number;
  }[];
}

export interface LabelRequest {
  readonly set: string;
  readonly index: ItemIndex;
  /** null takes the annotator's label back. */
  readonly label: Label | null;
  readonly subtype?: string;
  readonly note?: string;
  readonly annotator: string;
  /** Other methods were hidden from the annotator. */
  readonly blind?: boolean;
}
/** The next item to label: unlabelled by this annotator, in the order of a stratified sample of `sample` when given. */
export interface TriageRequest {
  readonly set: string;
  readonly annotator: string;
  readonly filter: AuditFilter;
  /** Items of a sample stratified by data set and the judge's (else the counterfactual) label, drawn with a fixed seed. */
  readonly sample?: number;
  /** The item after which to look; absent: from the beginning. */
  readonly after?: ItemIndex;
}
export interface TriageAnswer {
  readonly next?: ItemIndex;
  readonly done: number;
  readonly of: number;
}

import {
  AUDIT_METHOD_NAMES,
  AUDIT_ORDERS,
  GROUPINGS,
  ITEM_FLAGS,
  LABEL_NAMES,
  type AuditFilter,
  type AuditPageState,
  type AuditSet,
  type ItemChange,
} from '../../../src/protocol/audit';

import { MOST_TEXT } from '../../kit/list/most-text';

export const AUDIT_TABS = [
  'browse',
  'figures',
  'compare',
] as const satisfies readonly AuditPageState['tab'][];
export const ITEM_CHANGES = [
  'fixed',
  'broken',
  'still wrong',
  'still right',
] as const satisfies readonly ItemChange[];
export const OUTCOMES = ['wrong', 'right', 'unjudged', 'all'] as const satisfies readonly NonNullable<
  AuditFilter['outcome']
>[];

/** Most values of one filter. */
const MOST_VALUES = 500;

export const freshState = (set: string): AuditPageState => ({
  set,
  filter: {},
  order: 'source',
  descending: false,
  grouping: 'dataset',
  method: 'counterfactual',
  tab: 'browse',
});

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A state that was kept in an earlier life or comes with a link: from outside, so that what does not fit is left as it
 * is in `base`.
 */
export function readState(value: unknown, base: AuditPageState): AuditPageState {
  if (!isObject(value)) return base;
  const { against, selected, triage } = value;
  const { against: baseAgainst, selected: baseSelected, triage: baseTriage, ...rest } = base;
  return {
    ...rest,
    ...optional('against', 'against' in value ? textOf(against) : baseAgainst),
    filter: 'filter' in value ? readFilter(value.filter) : base.filter,
    order: oneOf(AUDIT_ORDERS, value.order) ?? base.order,
    descending: typeof value.descending === 'boolean' ? value.descending : base.descending,
    grouping: oneOf(GROUPINGS, value.grouping) ?? base.grouping,
    method: oneOf(AUDIT_METHOD_NAMES, value.method) ?? base.method,
    tab: oneOf(AUDIT_TABS, value.tab) ?? base.tab,
    ...optional('selected', 'selected' in value ? wholeOf(selected) : baseSelected),
    ...optional('triage', 'triage' in value ? readTriage(triage) : baseTriage),
  };
}

function readFilter(value: unknown): AuditFilter {
  if (!isObject(value)) return {};
  const text = textOf(value.text)?.slice(0, MOST_TEXT);
  return {
    ...optional('outcome', oneOf(OUTCOMES, value.outcome)),
    ...optional('datasets', texts(value.datasets)),
    ...optional('capabilities', texts(value.capabilities)),
    ...optional('categories', texts(value.categories)),
    ...optional('labels', some([...LABEL_NAMES, 'none'] as const, value.labels)),
    ...optional('method', oneOf(AUDIT_METHOD_NAMES, value.method)),
    ...optional('agreement', oneOf(['agree', 'disagree'] as const, value.agreement)),
    ...optional('length', rangeOf(value.length)),
    ...optional('text', text === '' ? undefined : text),
    ...optional('changes', some(ITEM_CHANGES, value.changes)),
    ...optional('flags', some(ITEM_FLAGS, value.flags)),
  };
}

function readTriage(value: unknown): AuditPageState['triage'] {
  if (!isObject(value)) return undefined;
  const annotator = textOf(value.annotator);
  if (annotator === undefined) return undefined;
  return { annotator, blind: value.blind === true, ...optional('sample', wholeOf(value.sample)) };
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);

const oneOf = <T>(known: readonly T[], value: unknown): T | undefined => known.find((one) => one === value);

function some<T>(known: readonly T[], value: unknown): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = known.filter((one) => value.includes(one));
  return found.length === 0 ? undefined : found;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.filter((one): one is string => typeof one === 'string').slice(0, MOST_VALUES);
  return found.length === 0 ? undefined : found;
}

const wholeOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

function rangeOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [low, high] = value as readonly unknown[];
  return typeof low === 'number' && typeof high === 'number' && low <= high ? [low, high] : undefined;
}

/** The method whose shares are shown first: the wanted one if the set has it, else the first that it has. */
export function methodOf(set: AuditSet, wanted: AuditPageState['method']): AuditPageState['method'] {
  if ((set.methods[wanted] ?? 0) > 0) return wanted;
  return AUDIT_METHOD_NAMES.find((method) => (set.methods[method] ?? 0) > 0) ?? wanted;
}

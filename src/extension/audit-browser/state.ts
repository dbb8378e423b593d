import {
  AUDIT_METHOD_NAMES,
  AUDIT_ORDERS,
  GROUPINGS,
  isLabel,
  ITEM_FLAGS,
  type AuditFilter,
  type AuditPageState,
  type AuditQuery,
} from '../../protocol';
import { fieldsOf, isIndex, isText, oneOf, some, text, texts } from '../pages/fields';

/** What a browser is asked to show: a set, and as much more as somebody knows. */
export type ShownState = Partial<AuditPageState> & { readonly set: string };

const OUTCOMES = ['wrong', 'right', 'unjudged', 'all'] as const;
const AGREEMENTS = ['agree', 'disagree'] as const;
const CHANGES = ['fixed', 'broken', 'still wrong', 'still right'] as const;
const TABS = ['browse', 'figures', 'compare'] as const;

/**
 * The state that a page, an earlier window or a link hands over, as far as it is one: what does not fit is left out.
 * Nothing without a set.
 */
export function shownState(value: unknown): ShownState | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined || !isText(fields.set) || fields.set === '') return undefined;
  return {
    set: fields.set,
    ...text('against', fields.against),
    ...(fieldsOf(fields.filter) === undefined ? {} : { filter: auditFilter(fields.filter) }),
    ...oneOf('order', AUDIT_ORDERS, fields.order),
    ...(typeof fields.descending === 'boolean' ? { descending: fields.descending } : {}),
    ...oneOf('grouping', GROUPINGS, fields.grouping),
    ...oneOf('method', AUDIT_METHOD_NAMES, fields.method),
    ...(isIndex(fields.selected) ? { selected: fields.selected } : {}),
    ...oneOf('tab', TABS, fields.tab),
    ...triage(fields.triage),
  };
}

/** A query as a page hands it over; nothing for what is none. */
export function auditQuery(value: unknown): AuditQuery | undefined {
  const state = shownState(value);
  if (state === undefined) return undefined;
  const { set, against, filter = {}, order = 'source', descending = false } = state;
  return { set, filter, order, descending, ...(against === undefined ? {} : { against }) };
}

/** The fields of a filter that are such. */
export function auditFilter(value: unknown): AuditFilter {
  const fields = fieldsOf(value) ?? {};
  return {
    ...oneOf('outcome', OUTCOMES, fields.outcome),
    ...texts('datasets', fields.datasets),
    ...texts('capabilities', fields.capabilities),
    ...texts('categories', fields.categories),
    ...some('labels', fields.labels, (label) => (label === 'none' || isLabel(label) ? label : undefined)),
    ...oneOf('method', AUDIT_METHOD_NAMES, fields.method),
    ...oneOf('agreement', AGREEMENTS, fields.agreement),
    ...length(fields.length),
    ...text('text', fields.text),
    ...some('changes', fields.changes, (change) => CHANGES.find((known) => known === change)),
    ...some('flags', fields.flags, (flag) => ITEM_FLAGS.find((known) => known === flag)),
  };
}

function triage(value: unknown): Pick<ShownState, 'triage'> {
  const fields = fieldsOf(value);
  if (fields === undefined || !isText(fields.annotator)) return {};
  const { annotator, sample, blind } = fields;
  return {
    triage: { annotator, blind: blind === true, ...(isIndex(sample) && sample > 0 ? { sample } : {}) },
  };
}

function length(value: unknown): Pick<AuditFilter, 'length'> {
  if (!Array.isArray(value)) return {};
  const [low, high] = value as readonly unknown[];
  return typeof low === 'number' && typeof high === 'number' && low <= high ? { length: [low, high] } : {};
}

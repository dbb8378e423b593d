import { AUDIT_PAGE_CALLS, EXPORT_FORMATS, type AuditPageAction, type AuditPageCall } from '../../protocol';
import { isSafeSvg } from './svg';
import { auditQuery, shownState, type ShownState } from './state';

/** What a page said, as far as it is looked at here: what is asked of the auditor is checked by the auditor, too. */
export type AuditPageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly id: number; readonly call: AuditPageCall; readonly params: object }
  | { readonly type: 'showing'; readonly state: ShownState }
  | { readonly type: 'act'; readonly act: CheckedAction };

/** An action whose state is as far known as the page said it. */
export type CheckedAction =
  | Exclude<AuditPageAction, { readonly action: 'copyLink' }>
  | { readonly action: 'copyLink'; readonly state: ShownState };

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a page said, or nothing when it is no message of an audit browser. A page runs only our script, but it shows
 * what models and strangers wrote: what comes out of it is looked at.
 */
export function auditPageMessage(value: unknown): AuditPageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, call, params, state, act } = value as Fields;
  switch (type) {
    case 'ready':
      return { type };
    case 'ask': {
      const known = AUDIT_PAGE_CALLS.find((name) => name === call);
      if (known === undefined || !isIndex(id) || !isObject(params)) return undefined;
      return { type, id, call: known, params };
    }
    case 'showing': {
      const shown = shownState(state);
      return shown === undefined ? undefined : { type, state: shown };
    }
    case 'act': {
      const known = isObject(act) ? action(act) : undefined;
      return known === undefined ? undefined : { type, act: known };
    }
    default:
      return undefined;
  }
}

function action(fields: Fields): CheckedAction | undefined {
  const { set } = fields;
  switch (fields.action) {
    case 'export': {
      const query = auditQuery(fields.query);
      const format = EXPORT_FORMATS.find((name) => name === fields.format);
      return query === undefined || format === undefined ? undefined : { action: 'export', query, format };
    }
    case 'draft': {
      const query = auditQuery(fields.query);
      return query === undefined ? undefined : { action: 'draft', query };
    }
    case 'saveSvg': {
      const { name, svg } = fields;
      return isText(name) && typeof svg === 'string' && isSafeSvg(svg)
        ? { action: 'saveSvg', name, svg }
        : undefined;
    }
    case 'attribute':
      return isText(set) ? { action: 'attribute', set } : undefined;
    case 'chooseAgainst':
      return isText(set) ? { action: 'chooseAgainst', set } : undefined;
    case 'cancel':
      return isIndex(fields.job) ? { action: 'cancel', job: fields.job } : undefined;
    case 'openSource':
      return isText(set) && isIndex(fields.index)
        ? { action: 'openSource', set, index: fields.index }
        : undefined;
    case 'copyLink': {
      const state = shownState(fields.state);
      return state === undefined ? undefined : { action: 'copyLink', state };
    }
    case 'import':
      return { action: 'import' };
    default:
      return undefined;
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 4096 && !value.includes('\0');
const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

import { MADE_PAGE_CALLS, type MadePageAction, type MadePageCall } from '../../protocol';
import { shownMade, type ShownMade } from './state';

/** What a page said, as far as it is looked at here: what is asked of the auditor is checked by the auditor, too. */
export type MadePageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly id: number; readonly call: MadePageCall; readonly params: object }
  | { readonly type: 'showing'; readonly state: ShownMade }
  | { readonly type: 'act'; readonly act: MadePageAction };

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a page said, or nothing when it is no message of a browser of made data. A page runs only our script, but it
 * shows what models and strangers wrote: what comes out of it is looked at.
 */
export function madePageMessage(value: unknown): MadePageMessage | undefined {
  if (!isObject(value)) return undefined;
  const { type, id, call, params, state, act } = value;
  switch (type) {
    case 'ready':
      return { type };
    case 'ask': {
      const known = MADE_PAGE_CALLS.find((name) => name === call);
      const isId = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0;
      return known === undefined || !isId || !isObject(params)
        ? undefined
        : { type, id, call: known, params };
    }
    case 'showing': {
      const shown = shownMade(state);
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

function action({ action: name, dataset, dir }: Fields): MadePageAction | undefined {
  switch (name) {
    case 'make':
      return isText(dataset) ? { action: 'make', dataset } : undefined;
    case 'openCurriculum':
      return { action: 'openCurriculum', ...(isText(dataset) ? { dataset } : {}) };
    case 'showFolder':
      return isText(dir) ? { action: 'showFolder', dir } : undefined;
    default:
      return undefined;
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 4096 && !value.includes('\0');

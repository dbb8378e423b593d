import type {
  AuditPageCall,
  AuditQuery,
  AuditSet,
  Grouping,
  ItemRow,
  Label,
} from '../../../src/protocol/audit';
import { isWrong, someDetail, someItem } from './items';
import { comparison, facetsOf, figures, groupsOf, passes, sortOf, standInSet } from './stand-in-answers';

/**
 * Stands in for the auditor where a test needs results of a shape or size, delays or refusals that are not at hand as
 * files: it answers the page's questions by going through made-up items one by one.
 */
export interface StandIn {
  set: AuditSet;
  /** Answers each question; refusals are thrown. */
  answer: (call: AuditPageCall, params: never) => Promise<unknown>;
  /** Questions so far, oldest first. */
  readonly asked: { readonly call: AuditPageCall; readonly params: never }[];
  /** Time that the answer to each call takes, ms. */
  readonly delays: Partial<Record<AuditPageCall, number>>;
  /** Calls that are refused, with these words. */
  readonly refused: Partial<Record<AuditPageCall, string>>;
  /** Changes made to what an item is. */
  readonly rows: Map<number, Partial<ItemRow>>;
  revision: number;
}

const MOST_COUNTED = 5000;

interface StandInOptions {
  readonly count: number;
  readonly title?: string;
  /** No failure has a verdict. */
  readonly bare?: boolean;
}

export function standIn({
  count,
  title = 'qwen3-vl-8b, four benchmarks',
  bare = false,
}: StandInOptions): StandIn {
  const orders = new Map<string, Uint32Array>();
  const rows = new Map<number, Partial<ItemRow>>();
  const rowOf = (index: number, against: boolean): ItemRow => {
    const base = someItem(index);
    const row = { ...base, ...(bare ? { verdicts: [] } : {}), ...rows.get(index) };
    if (!against) return row;
    const before = isWrong(index + 7);
    const change = before
      ? row.correct === true
        ? 'fixed'
        : 'still wrong'
      : row.correct === true
        ? 'still right'
        : 'broken';
    return { ...row, change };
  };
  const orderOf = ({ filter, order, descending, against }: AuditQuery): Uint32Array => {
    const key = JSON.stringify([filter, order, descending, against, own.revision]);
    const known = orders.get(key);
    if (known !== undefined) return known;
    const found: number[] = [];
    const whole = filter.outcome === 'all' && Object.keys(filter).length === 1;
    for (let index = 0; index < count; index += 1)
      if (whole || passes(rowOf(index, against !== undefined), filter)) found.push(index);
    const way = descending ? -1 : 1;
    const by = sortOf(order);
    if (by !== undefined) found.sort((a, b) => way * by(rowOf(a, false), rowOf(b, false)) || a - b);
    else if (descending) found.reverse();
    const made = Uint32Array.from(found);
    orders.set(key, made);
    return made;
  };
  /** Items that are counted: of very many only the first, as it is the list that is to be tried with all. */
  const all = ({ against, filter }: AuditQuery): ItemRow[] =>
    Array.from({ length: Math.min(count, MOST_COUNTED) }, (_, index) =>
      rowOf(index, against !== undefined),
    ).filter((row) => passes(row, filter));

  const reply = (call: AuditPageCall, params: never): unknown => {
    switch (call) {
      case 'sets':
        return [own.set];
      case 'open':
        return own.set;
      case 'page': {
        const query = params as AuditQuery & { from: number; count: number };
        const order = orderOf(query);
        return {
          revision: own.revision,
          total: order.length,
          from: query.from,
          rows: Array.from(order.subarray(query.from, query.from + query.count), (index) =>
            rowOf(index, query.against !== undefined),
          ),
        };
      }
      case 'position': {
        const query = params as AuditQuery & { index: number };
        return { position: orderOf(query).indexOf(query.index) };
      }
      case 'facets':
        return facetsOf(params, (filter) => all({ ...(params as AuditQuery), filter }), own.revision);
      case 'groups': {
        const query = params as AuditQuery & { by: Grouping; method: 'judge' };
        return groupsOf(
          all({ ...query, filter: { ...query.filter, outcome: 'all' } }),
          query.by,
          query.method,
        );
      }
      case 'item': {
        const { index, against } = params as { index: number; against?: string };
        return someDetail(index, rowOf(index, against !== undefined));
      }
      case 'find':
        return {};
      case 'figures':
        return figures(all({ set: '', filter: { outcome: 'all' }, order: 'source', descending: false }));
      case 'compare':
        return comparison(
          all({ set: '', against: 'other', filter: { outcome: 'all' }, order: 'source', descending: false }),
        );
      case 'label': {
        const { index, label } = params as { index: number; label: Label | null };
        const others = someItem(index).verdicts.filter(({ method }) => method !== 'human');
        rows.set(index, {
          ...rows.get(index),
          verdicts: label === null ? others : [...others, { method: 'human', label }],
        });
        own.revision += 1;
        return { revision: own.revision };
      }
      case 'triage':
        return { done: 0, of: 0 };
    }
  };
  const own: StandIn = {
    set: standInSet({ count, title, bare }),
    asked: [],
    delays: {},
    refused: {},
    rows,
    revision: 1,
    answer: async (call, params) => {
      own.asked.push({ call, params });
      const delay = own.delays[call];
      if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
      const words = own.refused[call];
      if (words !== undefined) throw new Error(words);
      return reply(call, params);
    },
  };
  return own;
}

import type { AuditFilter, AuditOrder } from '../../protocol';
import { codesIn, SIDE_OF, tripleOf, TRIPLES } from '../verdicts/codes';
import type { QueryData } from './data';
import { matcher } from './matcher';

/** Keys up to here are counted: one place each is less memory than a set's columns. Longer traces count as this long. */
const MOST_KEY = 2 ** 20;

/** Indices of the items that a filter asks for, in order; equal ones stay in the order of their source. */
export function select(
  filter: AuditFilter,
  order: AuditOrder,
  descending: boolean,
  data: QueryData,
): Int32Array {
  const fails = matcher(filter, data);
  const { rows } = data.columns;
  const found = new Int32Array(rows);
  let n = 0;
  for (let i = 0; i < rows; i += 1) if (fails(i) === 0) found[n++] = i;
  const some = found.slice(0, n);
  if (order === 'source') return descending ? some.reverse() : some;
  return sorted(some, keys(order, data), descending);
}

/** Orders by whole keys in two passes (counting sort): equal ones stay as they are, and a million take 20 ms. */
function sorted(some: Int32Array, keyOf: (i: number) => number, descending: boolean): Int32Array {
  const key = Int32Array.from(some, (i) => Math.min(MOST_KEY, keyOf(i)));
  const most = key.reduce((a, b) => Math.max(a, b), 0);
  if (descending) for (let at = 0; at < key.length; at += 1) key[at] = most - (key[at] ?? 0);
  /** Where the next item of each key goes. */
  const place = new Int32Array(most + 2);
  for (const one of key) place[one + 1] = (place[one + 1] ?? 0) + 1;
  for (let at = 1; at < place.length; at += 1) place[at] = (place[at] ?? 0) + (place[at - 1] ?? 0);
  const ordered = new Int32Array(some.length);
  for (let at = 0; at < some.length; at += 1) {
    const one = key[at] ?? 0;
    const to = place[one] ?? 0;
    ordered[to] = some[at] ?? 0;
    place[one] = to + 1;
  }
  return ordered;
}

/** A whole number from 0 for each item, by which it is ordered. */
function keys(order: Exclude<AuditOrder, 'source'>, { columns, labels }: QueryData): (i: number) => number {
  switch (order) {
    case 'length':
      return (i) => columns.length[i] ?? 0;
    case 'pass rate':
      return (i) => Math.round((MOST_KEY * (columns.right[i] ?? 0)) / Math.max(1, columns.k[i] ?? 1));
    case 'dataset': {
      const rank = ranks(columns.dataset.names);
      return (i) => rank[columns.dataset.codes[i] ?? 0] ?? 0;
    }
    case 'disagreement':
      return byTriple(labels, disagreement);
    case 'label':
      return byTriple(labels, firstLabel);
  }
}

const byTriple = (
  labels: QueryData['labels'],
  keyOf: (codes: readonly number[]) => number,
): ((i: number) => number) => {
  const table = Uint8Array.from({ length: TRIPLES }, (_, triple) => keyOf(codesIn(triple)));
  return (i) => table[tripleOf(labels, i)] ?? 0;
};

/** 0: sides differ; then different labels of one side; then what agrees; last what fewer than two methods speak of. */
function disagreement(codes: readonly number[]): number {
  const said = codes.filter((code) => SIDE_OF[code] !== undefined && SIDE_OF[code] !== 'open');
  if (said.length < 2) return 3;
  if (new Set(said.map((code) => SIDE_OF[code])).size > 1) return 0;
  return new Set(said).size > 1 ? 1 : 2;
}

/** The label that counts most: a person's, else the judge's, else the arms'; items without one come last. */
function firstLabel([counterfactual = 0, judge = 0, human = 0]: readonly number[]): number {
  const code = human > 0 ? human : judge > 0 ? judge : counterfactual;
  return code === 0 ? 255 : code;
}

/** The place of each name in alphabetical order. */
function ranks(names: readonly string[]): Int32Array {
  const table = new Int32Array(names.length);
  const byName = names.map((name, code) => ({ name, code }));
  byName
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .forEach(({ code }, rank) => {
      table[code] = rank;
    });
  return table;
}

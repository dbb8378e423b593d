import { ITEM_FLAGS, type AuditFilter } from '../../protocol';
import { OUTCOME, type Dictionary } from '../store/columns';
import { AGREEMENT, AGREEMENTS, codesIn, labelCode, tripleOf, TRIPLES } from '../verdicts/codes';
import { CHANGE_NAMES, methodAt, type QueryData } from './data';

/** A bit for each field of a filter. */
export const FIELD = {
  outcome: 1,
  datasets: 2,
  capabilities: 4,
  categories: 8,
  labels: 16,
  agreement: 32,
  length: 64,
  text: 128,
  changes: 256,
  flags: 512,
} as const;

/** Bits of the fields by which the filter leaves item `i` out; 0: it is among what is asked for. */
export type Matcher = (i: number) => number;

/** Makes a filter into tables, so that an item costs a few look-ups. Values that the set does not know match nothing. */
export function matcher(filter: AuditFilter, { columns, labels, changes, hits }: QueryData): Matcher {
  const outcome = filter.outcome ?? 'wrong';
  const wanted = outcome === 'all' ? -1 : OUTCOME[outcome];
  const dataset = allowed(filter.datasets, columns.dataset);
  const capability = allowed(filter.capabilities, columns.capability);
  const category = allowed(filter.categories, columns.category);
  const triples = tripleTable(filter);
  const [low, high] = filter.length ?? [-Infinity, Infinity];
  const change = listed(filter.changes, CHANGE_NAMES.length, (name) => CHANGE_NAMES.indexOf(name));
  const flags = (filter.flags ?? []).reduce((bits, flag) => bits | (1 << ITEM_FLAGS.indexOf(flag)), 0);
  const { outcome: outcomes, length: lengths, flags: flagged } = columns;
  const changed = changes?.codes;
  return (i) => {
    let failed = 0;
    if (wanted !== -1 && outcomes[i] !== wanted) failed |= FIELD.outcome;
    if (dataset?.[columns.dataset.codes[i] ?? 0] === 0) failed |= FIELD.datasets;
    if (capability?.[columns.capability.codes[i] ?? 0] === 0) failed |= FIELD.capabilities;
    if (category?.[columns.category.codes[i] ?? 0] === 0) failed |= FIELD.categories;
    if (triples !== undefined) failed |= triples[tripleOf(labels, i)] ?? 0;
    const length = lengths[i] ?? 0;
    if (length < low || length > high) failed |= FIELD.length;
    if (hits?.[i] === 0) failed |= FIELD.text;
    if (change !== undefined && change[(changed?.[i] ?? 0) - 1] !== 1) failed |= FIELD.changes;
    if (flags !== 0 && ((flagged[i] ?? 0) & flags) === 0) failed |= FIELD.flags;
    return failed;
  };
}

/** 1 at the codes that are named; absent when nothing is. */
function allowed(names: readonly string[] | undefined, { names: known }: Dictionary): Uint8Array | undefined {
  return listed(names, known.length, (name) => known.indexOf(name));
}

function listed<T>(
  values: readonly T[] | undefined,
  codes: number,
  codeOf: (value: T) => number,
): Uint8Array | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const table = new Uint8Array(codes);
  for (const value of values) {
    const code = codeOf(value);
    if (code >= 0) table[code] = 1;
  }
  return table;
}

/** For each combination of the methods' labels the fields by which it is left out; absent when labels do not matter. */
function tripleTable(filter: AuditFilter): Uint8Array | undefined {
  const { labels = [], agreement, method } = filter;
  if (labels.length === 0 && agreement === undefined) return undefined;
  const codes = new Set(labels.map(labelCode));
  const at = method === undefined ? undefined : methodAt(method);
  return Uint8Array.from({ length: TRIPLES }, (_, triple) => {
    const said = codesIn(triple);
    const given = at === undefined ? said.filter((code) => code !== 0) : [said[at] ?? 0];
    const named = given.length === 0 ? codes.has(0) : given.some((code) => codes.has(code));
    const agrees = agreement === undefined || AGREEMENT[triple] === AGREEMENTS.indexOf(agreement) + 1;
    return (labels.length === 0 || named ? 0 : FIELD.labels) | (agrees ? 0 : FIELD.agreement);
  });
}

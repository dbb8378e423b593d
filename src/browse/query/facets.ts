import { ITEM_FLAGS, LABEL_NAMES, type AuditFacets, type AuditFilter, type FacetCount } from '../../protocol';
import { AGREEMENT, AGREEMENTS, codesIn, LABEL_CODES, tripleOf, TRIPLES } from '../verdicts/codes';
import { CHANGE_NAMES, methodAt, type QueryData } from './data';
import { FIELD, matcher } from './matcher';

const BINS = 40;

/**
 * How many items each value of each field would give, the filter's own choice in that field left out: an item that
 * fails in one field alone counts for that field, one that fails in none counts for all. One pass over the items.
 */
export function facets(filter: AuditFilter, data: QueryData): Omit<AuditFacets, 'revision'> {
  const { columns, labels, changes } = data;
  const fails = matcher(filter, data);
  const datasets = new Int32Array(columns.dataset.names.length);
  const capabilities = new Int32Array(columns.capability.names.length);
  const categories = new Int32Array(columns.category.names.length);
  const labelTriples = new Int32Array(TRIPLES);
  const agreementTriples = new Int32Array(TRIPLES);
  const changed = new Int32Array(CHANGE_NAMES.length + 1);
  const flagSets = new Int32Array(1 << ITEM_FLAGS.length);
  const { low, high } = lengthRange(columns.length);
  const scale = BINS / Math.max(1, high - low + 1);
  const bins = new Int32Array(BINS);
  let total = 0;
  const add = (counts: Int32Array, at: number): void => {
    counts[at] = (counts[at] ?? 0) + 1;
  };
  for (let i = 0; i < columns.rows; i += 1) {
    const failed = fails(i);
    if (failed === 0) total += 1;
    else if ((failed & (failed - 1)) !== 0) continue;
    const counts = (field: number): boolean => failed === 0 || failed === field;
    if (counts(FIELD.datasets)) add(datasets, columns.dataset.codes[i] ?? 0);
    if (counts(FIELD.capabilities)) add(capabilities, columns.capability.codes[i] ?? 0);
    if (counts(FIELD.categories)) add(categories, columns.category.codes[i] ?? 0);
    if (counts(FIELD.labels)) add(labelTriples, tripleOf(labels, i));
    if (counts(FIELD.agreement)) add(agreementTriples, tripleOf(labels, i));
    if (counts(FIELD.changes)) add(changed, changes?.codes[i] ?? 0);
    if (counts(FIELD.flags)) add(flagSets, columns.flags[i] ?? 0);
    if (counts(FIELD.length)) add(bins, Math.floor(((columns.length[i] ?? 0) - low) * scale));
  }
  return {
    total,
    datasets: named(columns.dataset.names, datasets),
    capabilities: named(columns.capability.names, capabilities),
    categories: named(columns.category.names, categories),
    labels: labelCounts(labelTriples, filter),
    changes: changes === undefined ? [] : named(CHANGE_NAMES, changed.subarray(1)),
    flags: ITEM_FLAGS.map((name, bit) => ({
      name,
      n: sumWhere(flagSets, (set) => (set & (1 << bit)) !== 0),
    })),
    agreement: AGREEMENTS.map((name, at) => ({
      name,
      n: sumWhere(agreementTriples, (triple) => AGREEMENT[triple] === at + 1),
    })),
    lengths: { low, high, bins: [...bins] },
  };
}

/** By the method that the filter names, or else of any: an item with two labels counts for both. */
function labelCounts(triples: Int32Array, { method }: AuditFilter): readonly FacetCount[] {
  const counts = new Float64Array(LABEL_CODES);
  const at = method === undefined ? undefined : methodAt(method);
  triples.forEach((n, triple) => {
    if (n === 0) return;
    const said = codesIn(triple);
    const given = at === undefined ? new Set(said.filter((code) => code !== 0)) : new Set([said[at] ?? 0]);
    if (given.size === 0) given.add(0);
    for (const code of given) counts[code] = (counts[code] ?? 0) + n;
  });
  return [...LABEL_NAMES, 'none'].map((name, place) => ({
    name,
    n: counts[name === 'none' ? 0 : place + 1] ?? 0,
  }));
}

const named = (names: readonly string[], counts: Int32Array): readonly FacetCount[] =>
  names.map((name, code) => ({ name, n: counts[code] ?? 0 }));

function sumWhere(counts: Int32Array, holds: (at: number) => boolean): number {
  return counts.reduce((sum, n, at) => (holds(at) ? sum + n : sum), 0);
}

/** Least and most of some lengths; 0 and 0 when there are none. */
export function lengthRange(lengths: Int32Array): { readonly low: number; readonly high: number } {
  let low = lengths[0] ?? 0;
  let high = low;
  for (const length of lengths) {
    if (length < low) low = length;
    if (length > high) high = length;
  }
  return { low, high };
}

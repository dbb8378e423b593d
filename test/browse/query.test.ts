import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  AUDIT_METHOD_NAMES,
  AUDIT_ORDERS,
  ITEM_FLAGS,
  LABEL_NAMES,
  LABELS,
  type AuditFilter,
  type Label,
} from '../../src/protocol';
import { CHANGE_NAMES, type QueryData } from '../../src/browse/query/data';
import { facets } from '../../src/browse/query/facets';
import { select } from '../../src/browse/query/select';
import { newColumns, OUTCOME } from '../../src/browse/store/columns';
import { labelCode } from '../../src/browse/verdicts/codes';

const NAMES = { dataset: ['b', 'a'], capability: ['p', 'v'], category: ['', 'x', 'y'] } as const;

/** An item in plain words, to reason about without columns. */
interface Plain {
  readonly dataset: string;
  readonly capability: string;
  readonly category: string;
  readonly outcome: 'wrong' | 'right' | 'unjudged';
  readonly length: number;
  readonly right: number;
  readonly flags: readonly (typeof ITEM_FLAGS)[number][];
  readonly said: readonly (Label | 'none')[];
  readonly change: (typeof CHANGE_NAMES)[number] | 'none';
  readonly hit: boolean;
}
const label = fc.constantFrom<Label | 'none'>('none', 'none', ...LABEL_NAMES);
const plain: fc.Arbitrary<Plain> = fc.record({
  dataset: fc.constantFrom(...NAMES.dataset),
  capability: fc.constantFrom(...NAMES.capability),
  category: fc.constantFrom(...NAMES.category),
  outcome: fc.constantFrom('wrong', 'wrong', 'right', 'unjudged'),
  length: fc.nat(50),
  right: fc.nat(4),
  flags: fc.subarray([...ITEM_FLAGS]),
  said: fc.tuple(label, label, label),
  change: fc.constantFrom('none', ...CHANGE_NAMES),
  hit: fc.boolean(),
});
const filters: fc.Arbitrary<AuditFilter> = fc.record(
  {
    outcome: fc.constantFrom('wrong', 'right', 'unjudged', 'all'),
    datasets: fc.subarray([...NAMES.dataset, 'unknown']),
    capabilities: fc.subarray([...NAMES.capability]),
    categories: fc.subarray([...NAMES.category]),
    labels: fc.subarray<Label | 'none'>([...LABEL_NAMES, 'none']),
    method: fc.constantFrom(...AUDIT_METHOD_NAMES),
    agreement: fc.constantFrom('agree', 'disagree'),
    length: fc.tuple(fc.nat(25), fc.integer({ min: 25, max: 50 })),
    changes: fc.subarray([...CHANGE_NAMES]),
    flags: fc.subarray([...ITEM_FLAGS]),
    text: fc.constant('x'),
  },
  { requiredKeys: [] },
);

function toData(items: readonly Plain[], text: boolean): QueryData {
  const columns = newColumns(items.length, NAMES);
  const labels = {
    counterfactual: new Uint8Array(items.length),
    judge: new Uint8Array(items.length),
    human: new Uint8Array(items.length),
  };
  const changes = { other: new Int32Array(items.length), codes: new Uint8Array(items.length) };
  const hits = new Uint8Array(items.length);
  items.forEach((item, i) => {
    columns.dataset.codes[i] = NAMES.dataset.indexOf(item.dataset as 'a');
    columns.capability.codes[i] = NAMES.capability.indexOf(item.capability as 'p');
    columns.category.codes[i] = NAMES.category.indexOf(item.category as 'x');
    columns.outcome[i] = OUTCOME[item.outcome];
    columns.length[i] = item.length;
    columns.k[i] = 4;
    columns.right[i] = item.right;
    columns.flags[i] = item.flags.reduce((bits, flag) => bits | (1 << ITEM_FLAGS.indexOf(flag)), 0);
    AUDIT_METHOD_NAMES.forEach((method, at) => (labels[method][i] = labelCode(item.said[at] ?? 'none')));
    changes.codes[i] = CHANGE_NAMES.indexOf(item.change as 'fixed') + 1;
    hits[i] = item.hit ? 1 : 0;
  });
  const excluded = new Uint8Array(items.length);
  return { columns, labels, excluded, changes, ...(text ? { hits } : {}) };
}

/** Whether an item is asked for, said as the protocol says it. */
function isAsked(item: Plain, filter: AuditFilter): boolean {
  const any = <T>(list: readonly T[] | undefined, has: (value: T) => boolean): boolean =>
    list === undefined || list.length === 0 || list.some(has);
  const given =
    filter.method === undefined
      ? item.said.filter((name) => name !== 'none')
      : item.said.filter((name, at) => AUDIT_METHOD_NAMES[at] === filter.method && name !== 'none');
  const sides = item.said.flatMap((name) =>
    name === 'none' || name === 'UNSURE' ? [] : [LABELS[name].side],
  );
  const agreement = sides.length < 2 ? undefined : new Set(sides).size === 1 ? 'agree' : 'disagree';
  const [low, high] = filter.length ?? [0, Infinity];
  const outcome = filter.outcome ?? 'wrong';
  return (
    (outcome === 'all' || item.outcome === outcome) &&
    any(filter.datasets, (name) => name === item.dataset) &&
    any(filter.capabilities, (name) => name === item.capability) &&
    any(filter.categories, (name) => name === item.category) &&
    any(filter.labels, (name) => (given.length === 0 ? name === 'none' : given.includes(name))) &&
    (filter.agreement === undefined || filter.agreement === agreement) &&
    item.length >= low &&
    item.length <= high &&
    any(filter.changes, (name) => name === item.change) &&
    any(filter.flags, (name) => item.flags.includes(name)) &&
    (filter.text === undefined || item.hit)
  );
}

const cases = [fc.array(plain, { maxLength: 40 }), filters] as const;

describe('a filter', () => {
  it('finds what its words say, whatever they are', () => {
    fc.assert(
      fc.property(...cases, (items, filter) => {
        const found = select(filter, 'source', false, toData(items, filter.text !== undefined));
        expect([...found]).toEqual(items.flatMap((item, i) => (isAsked(item, filter) ? [i] : [])));
      }),
      { numRuns: 300 },
    );
  });

  it('has facets that say how many each value would give', () => {
    fc.assert(
      fc.property(...cases, (items, filter) => {
        const told = facets(filter, toData(items, filter.text !== undefined));
        const n = (other: AuditFilter): number => items.filter((item) => isAsked(item, other)).length;
        expect(told.total).toBe(n(filter));
        for (const [list, field] of [
          [told.datasets, 'datasets'],
          [told.capabilities, 'capabilities'],
          [told.categories, 'categories'],
          [told.labels, 'labels'],
          [told.changes, 'changes'],
          [told.flags, 'flags'],
        ] as const) {
          for (const { name, n: count } of list)
            expect(count, `${field} ${name}`).toBe(n({ ...filter, [field]: [name] }));
        }
        for (const { name, n: count } of told.agreement) {
          expect(count).toBe(n({ ...filter, agreement: name as 'agree' }));
        }
        const { length: _length, ...free } = filter;
        expect(told.lengths.bins).toHaveLength(40);
        expect(told.lengths.bins.reduce((a, b) => a + b, 0)).toBe(n(free));
      }),
      { numRuns: 200 },
    );
  });
});

describe('an order', () => {
  it('sorts by its key, both ways, and leaves equal ones in the order of the source', () => {
    const keys: Readonly<Record<string, (item: Plain) => number | string>> = {
      length: ({ length }) => length,
      'pass rate': ({ right }) => right,
      dataset: ({ dataset }) => dataset,
    };
    fc.assert(
      fc.property(
        fc.array(plain, { maxLength: 40 }),
        fc.constantFrom(...AUDIT_ORDERS),
        fc.boolean(),
        (items, order, down) => {
          const found = [...select({ outcome: 'all' }, order, down, toData(items, false))];
          expect([...found].sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
          const key = keys[order];
          if (key === undefined) return;
          for (let at = 1; at < found.length; at += 1) {
            const [a, b] = [found[at - 1]!, found[at]!];
            const [x, y] = [key(items[a]!), key(items[b]!)];
            if (x === y) expect(a).toBeLessThan(b);
            else expect(x < y).toBe(!down);
          }
        },
      ),
    );
  });

  it('by disagreement puts methods that differ in side first', () => {
    const item = (said: Plain['said']): Plain => ({
      dataset: 'a',
      capability: 'p',
      category: '',
      outcome: 'wrong',
      length: 1,
      right: 0,
      flags: [],
      said,
      change: 'none',
      hit: false,
    });
    const data = toData(
      [
        item(['none', 'PERC', 'none']),
        item(['PERC', 'PERC', 'none']),
        item(['REAS', 'KNOW', 'none']),
        item(['PERC', 'REAS', 'none']),
        item(['PERC', 'UNSURE', 'none']),
      ],
      false,
    );
    expect([...select({}, 'disagreement', false, data)]).toEqual([3, 2, 1, 0, 4]);
  });
});

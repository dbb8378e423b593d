import {
  AUDIT_METHOD_NAMES,
  LABEL_NAMES,
  LABELS,
  type AuditComparison,
  type AuditFacets,
  type AuditFigures,
  type AuditFilter,
  type AuditMethod,
  type AuditOrder,
  type AuditQuery,
  type AuditRate,
  type AuditSet,
  type GroupBar,
  type Grouping,
  type ItemRow,
} from '../../../src/protocol/audit';
import { wilson } from '../../../src/audit/statistics';
import { categoryOf, DATASETS } from './items';

const LOW = 40;
const HIGH = 3040;
const BINS = 40;

/** Whether an item is among those that a filter asks for. */
export function passes(row: ItemRow, filter: AuditFilter): boolean {
  const { outcome = 'wrong', datasets, capabilities, categories, labels, method, agreement, length } = filter;
  const { text, changes, flags } = filter;
  if (outcome !== 'all' && row.correct !== { wrong: false, right: true, unjudged: null }[outcome])
    return false;
  if (datasets !== undefined && !datasets.includes(row.dataset)) return false;
  if (capabilities !== undefined && !capabilities.includes(row.capability)) return false;
  if (categories !== undefined && !categories.includes(categoryOf(row.index))) return false;
  const spoken = row.verdicts.filter((one) => method === undefined || one.method === method);
  if (
    labels !== undefined &&
    !spoken.some(({ label }) => labels.includes(label)) &&
    !(labels.includes('none') && spoken.length === 0)
  )
    return false;
  if (labels === undefined && method !== undefined && spoken.length === 0) return false;
  if (agreement !== undefined && agreementOf(row) !== agreement) return false;
  if (length !== undefined && (row.length < length[0] || row.length > length[1])) return false;
  if (
    text !== undefined &&
    !`${row.row} ${row.question} ${row.gold}`.toLowerCase().includes(text.toLowerCase())
  )
    return false;
  if (changes !== undefined && (row.change === undefined || !changes.includes(row.change))) return false;
  return flags?.includes('no answer') !== true || row.extracted === undefined;
}

function agreementOf({ verdicts }: ItemRow): 'agree' | 'disagree' | undefined {
  if (verdicts.length < 2) return undefined;
  return new Set(verdicts.map(({ label }) => LABELS[label].side)).size === 1 ? 'agree' : 'disagree';
}

export function sortOf(order: AuditOrder): ((a: ItemRow, b: ItemRow) => number) | undefined {
  const text = (row: ItemRow): string => row.verdicts[0]?.label ?? '~';
  const compare: Partial<Record<AuditOrder, (a: ItemRow, b: ItemRow) => number>> = {
    length: (a, b) => a.length - b.length,
    'pass rate': (a, b) => (a.passRate ?? 0) - (b.passRate ?? 0),
    disagreement: (a, b) => Number(agreementOf(a) === 'disagree') - Number(agreementOf(b) === 'disagree'),
    dataset: (a, b) => (a.dataset < b.dataset ? -1 : a.dataset > b.dataset ? 1 : 0),
    label: (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0),
  };
  return compare[order];
}

export function facetsOf(
  query: AuditQuery,
  all: (filter: AuditFilter) => readonly ItemRow[],
  revision: number,
): AuditFacets {
  const { filter } = query;
  const counts = (leave: (keyof AuditFilter)[], values: (row: ItemRow) => readonly string[]) => {
    const rest = Object.fromEntries(
      Object.entries(filter).filter(([key]) => !leave.includes(key as keyof AuditFilter)),
    );
    const found = new Map<string, number>();
    for (const row of all(rest)) for (const name of values(row)) found.set(name, (found.get(name) ?? 0) + 1);
    return [...found].map(([name, n]) => ({ name, n })).sort((a, b) => b.n - a.n);
  };
  const bins = Array.from({ length: BINS }, () => 0);
  for (const { length } of all({ ...filter, length: [0, Infinity] })) {
    const bin = Math.min(BINS - 1, Math.floor(((length - LOW) / (HIGH - LOW)) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return {
    revision,
    total: all(filter).length,
    datasets: counts(['datasets'], ({ dataset }) => [dataset]),
    capabilities: counts(['capabilities'], ({ capability }) => [capability]),
    categories: counts(['categories'], ({ index }) => [categoryOf(index)]),
    labels: counts(['labels'], ({ verdicts }) =>
      verdicts.length === 0
        ? ['none']
        : [
            ...new Set(
              verdicts
                .filter(({ method }) => filter.method === undefined || method === filter.method)
                .map(({ label }) => label),
            ),
          ],
    ),
    changes:
      query.against === undefined
        ? []
        : counts(['changes'], ({ change }) => (change === undefined ? [] : [change])),
    flags: counts(['flags'], ({ extracted }) => (extracted === undefined ? ['no answer'] : [])),
    agreement: counts(['agreement'], (row) => {
      const value = agreementOf(row);
      return value === undefined ? [] : [value];
    }),
    lengths: { low: LOW, high: HIGH, bins },
  };
}

function grouped(rows: readonly ItemRow[], nameOf: (row: ItemRow) => string): Map<string, ItemRow[]> {
  const groups = new Map<string, ItemRow[]>();
  for (const row of rows) {
    const members = groups.get(nameOf(row)) ?? [];
    groups.set(nameOf(row), members);
    members.push(row);
  }
  return groups;
}

const rate = (k: number, n: number, of: string): AuditRate => ({
  k,
  n,
  value: n === 0 ? NaN : k / n,
  ...wilson(k, n),
  method: 'Wilson 95 %',
  of,
  excluded: [],
});

function perceptionOf(rows: readonly ItemRow[], method: AuditMethod): AuditRate | undefined {
  const spoken = rows.flatMap(({ verdicts }) => verdicts.filter((one) => one.method === method));
  const sides = spoken.map(({ label }) => LABELS[label].side);
  return spoken.length === 0
    ? undefined
    : rate(sides.filter((side) => side === 'perception').length, spoken.length, 'attributed failures');
}

export function groupsOf(rows: readonly ItemRow[], by: Grouping, method: AuditMethod): readonly GroupBar[] {
  const nameOf = (row: ItemRow): string => {
    if (by === 'length') {
      const low = Math.floor(row.length / 512) * 512;
      return `${low}-${low + 511}`;
    }
    return by === 'category' ? categoryOf(row.index) : row[by];
  };
  return [...grouped(rows, nameOf)].map(([name, members]) => {
    const failures = members.filter(({ correct }) => correct === false);
    const perception = perceptionOf(failures, method);
    return {
      name,
      capability: members[0]?.capability ?? '',
      failures: failures.length,
      accuracy: rate(members.length - failures.length, members.length, 'items'),
      ...(perception === undefined ? {} : { perception }),
      labels: {},
    };
  });
}

export function figures(rows: readonly ItemRow[]): AuditFigures {
  const failures = rows.filter(({ correct }) => correct === false);
  const methods = AUDIT_METHOD_NAMES.flatMap((method) => {
    const share = perceptionOf(failures, method);
    return share === undefined ? [] : [[method, share] as const];
  });
  const labels = ['PERC', 'REAS', 'KNOW', 'UNSURE'] as const;
  const of = (row: ItemRow, method: AuditMethod) => row.verdicts.find((one) => one.method === method)?.label;
  const both = failures.filter((row) => of(row, 'counterfactual') && of(row, 'judge'));
  const counts = labels.map((a) =>
    labels.map((b) => both.filter((row) => of(row, 'counterfactual') === a && of(row, 'judge') === b).length),
  );
  const agree = both.filter((row) => of(row, 'counterfactual') === of(row, 'judge')).length;
  return {
    accuracy: rate(rows.length - failures.length, rows.length, 'items'),
    perception: Object.fromEntries(methods),
    withheld: {},
    labels: methods.flatMap(([method, { n }]) =>
      LABEL_NAMES.map((label) => ({
        method,
        label,
        rate: rate(failures.filter((row) => of(row, method) === label).length, n, 'attributed failures'),
      })),
    ),
    agreement:
      both.length === 0
        ? []
        : [
            {
              first: 'counterfactual',
              second: 'judge',
              labels,
              counts,
              agreement: rate(agree, both.length, 'failures that both attribute'),
              kappa: { value: 0.61, low: 0.55, high: 0.67, method: 'bootstrap 95 %' },
            },
          ],
    ...(methods.length === 0
      ? {}
      : {
          corrected: {
            value: 0.78,
            low: 0.72,
            high: 0.83,
            method: 'Rogan-Gladen, bootstrap 95 %',
            observed: rate(80, 100, 'judged failures'),
            sensitivity: rate(45, 50, 'seeded perception errors'),
            specificity: rate(47, 50, 'seeded reasoning errors'),
          },
        }),
    notes: methods.length === 0 ? [] : ['The judge was asked about 70 % of the failures.'],
  };
}

export function comparison(rows: readonly ItemRow[]): AuditComparison {
  const count = (members: readonly ItemRow[], change: ItemRow['change']): number =>
    members.filter((row) => row.change === change).length;
  const counts = (members: readonly ItemRow[]) => ({
    fixed: count(members, 'fixed'),
    broken: count(members, 'broken'),
    'still wrong': count(members, 'still wrong'),
    'still right': count(members, 'still right'),
  });
  return {
    common: rows.length,
    onlyFirst: 0,
    onlySecond: 12,
    counts: counts(rows),
    p: 0.0312,
    pMethod: 'McNemar, exact',
    accuracy: '33.1 % [31.0, 35.2] against 30.4 % [28.4, 32.5], n 2,000; difference 2.7 points [0.3, 5.1]',
    length: '412 against 388 tokens on 2,000 common items; difference 24 [9, 39], bootstrap 95 %',
    groups: [...grouped(rows, ({ dataset }) => dataset)].map(([name, members]) => ({
      name,
      counts: counts(members),
      p: 0.2,
    })),
  };
}

export function standInSet(options: {
  readonly count: number;
  readonly title: string;
  readonly bare: boolean;
}): AuditSet {
  const { count, title, bare } = options;
  const failures = Math.round((count * 2) / 3);
  return {
    dir: '/home/ada/.stagecraft/audits/stand-in',
    id: 'stand-in',
    title,
    kind: 'import',
    model: 'Qwen3-VL-8B-Instruct',
    created: '2026-05-04T10:00:00Z',
    rows: count,
    failures,
    unjudged: 3,
    benchmarks: DATASETS.map(({ name, capability }, i) => ({
      name,
      capability,
      source: `/results/${name}.xlsx`,
      kind: 'vlmevalkit',
      rows: count / 4,
      wrong: failures / 4,
      unjudged: 0,
      accuracy: rate(Math.round(count / 12), Math.round(count / 4), 'items'),
      reported: [{ name: 'Overall', value: 34.2, meaning: 'accuracy in per cent', file: 'score.csv' }],
      ...(i === 1 ? { differs: 'recomputed 33.3 %, the program says 34.2 %: 9 items differ' } : {}),
    })),
    methods: bare ? {} : { counterfactual: Math.round(failures * 0.9), judge: Math.round(failures * 0.7) },
    problems: [],
  };
}

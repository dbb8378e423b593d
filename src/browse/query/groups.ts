import { rate } from '../../audit';
import type { AuditFilter, AuditMethod, GroupBar, Grouping } from '../../protocol';
import { OUTCOME, type ItemColumns } from '../store/columns';
import { labelName } from '../verdicts/codes';
import type { QueryData } from './data';
import { lengthRange } from './facets';
import { FIELD, matcher } from './matcher';
import { countVerdict, newCounts, perceptionRate, type SaidCounts } from './perception';

/** Ends of the groups by length, in tokens. */
const LENGTH_ENDS = [511, 1023, 2047, 4095, 8191, 16_383, 32_767] as const;

interface Count {
  readonly capability: number;
  wrong: number;
  right: number;
  unjudged: number;
  readonly said: SaidCounts;
}

/**
 * Accuracy and the share of perception errors of each group among the items of a filter. Its outcome is passed over:
 * accuracy needs the right ones, and labels are counted among failures alone.
 */
export function groups(
  filter: AuditFilter,
  data: QueryData,
  by: Grouping,
  method: AuditMethod,
  /** The method's shares mean nothing, as when the gate of the arms is closed. */
  withheld = false,
): readonly GroupBar[] {
  const { columns } = data;
  const fails = matcher({ ...filter, outcome: 'all' }, data);
  const { codeOf, nameOf } = grouping(by, columns);
  const counts = new Map<number, Count>();
  for (let i = 0; i < columns.rows; i += 1) {
    if ((fails(i) & ~FIELD.outcome) !== 0) continue;
    const group = codeOf(i);
    let count = counts.get(group);
    if (count === undefined) {
      const capability = columns.capability.codes[i] ?? 0;
      count = { capability, wrong: 0, right: 0, unjudged: 0, said: newCounts() };
      counts.set(group, count);
    }
    const outcome = columns.outcome[i];
    if (outcome === OUTCOME.right) count.right += 1;
    else if (outcome === OUTCOME.unjudged) count.unjudged += 1;
    else {
      count.wrong += 1;
      countVerdict(count.said, method, data, i);
    }
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([group, count]) =>
      bar(nameOf(group), columns.capability.names[count.capability] ?? '', count, withheld),
    );
}

function bar(
  name: string,
  capability: string,
  { wrong, right, unjudged, said }: Count,
  withheld: boolean,
): GroupBar {
  const perception = withheld ? undefined : perceptionRate(said);
  return {
    name,
    capability,
    failures: wrong,
    accuracy: rate(right, right + wrong, 'judged items', [{ reason: 'that cannot be judged', n: unjudged }]),
    ...(perception === undefined ? {} : { perception }),
    labels: Object.fromEntries(
      [...said.labels].flatMap((n, code) => (n === 0 ? [] : [[labelName(code) ?? 'none', n] as const])),
    ),
  };
}

function grouping(
  by: Grouping,
  columns: ItemColumns,
): { readonly codeOf: (i: number) => number; readonly nameOf: (code: number) => string } {
  if (by === 'length') {
    const longest = lengthRange(columns.length).high;
    return {
      codeOf: (i) => {
        const at = LENGTH_ENDS.findIndex((end) => (columns.length[i] ?? 0) <= end);
        return at === -1 ? LENGTH_ENDS.length : at;
      },
      nameOf: (at) => `${at === 0 ? 0 : (LENGTH_ENDS[at - 1] ?? 0) + 1}-${LENGTH_ENDS[at] ?? longest}`,
    };
  }
  const { names, codes } = columns[by];
  return { codeOf: (i) => codes[i] ?? 0, nameOf: (code) => names[code] ?? '' };
}

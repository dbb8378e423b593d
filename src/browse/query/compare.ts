import { holm, mcnemar } from '../../audit';
import type { AuditComparison, ItemChange } from '../../protocol';
import type { ItemColumns } from '../store/columns';
import { CHANGE_NAMES, type ChangeColumn } from './data';
import { meanInWords } from './mean';

/**
 * A set compared with another on the items that both have and could judge: McNemar's test on the changed ones, for
 * the whole and (adjusted by Holm) for each data set; accuracy and trace length as paired differences, `now` minus
 * `before`.
 */
export function compareColumns(
  now: ItemColumns,
  before: ItemColumns,
  { other, codes }: ChangeColumn,
): AuditComparison {
  const whole = new Int32Array(CHANGE_NAMES.length + 1);
  const groups = now.dataset.names.map(() => new Int32Array(CHANGE_NAMES.length + 1));
  let shared = 0;
  let judged = 0;
  for (let i = 0; i < now.rows; i += 1) {
    const code = codes[i] ?? 0;
    if ((other[i] ?? -1) >= 0) shared += 1;
    if (code > 0) judged += 1;
    whole[code] = (whole[code] ?? 0) + 1;
    const group = groups[now.dataset.codes[i] ?? 0];
    if (group !== undefined) group[code] = (group[code] ?? 0) + 1;
  }
  const points = new Float64Array(judged);
  const tokens = new Float64Array(judged);
  const clusters = new Int32Array(judged);
  let at = 0;
  for (let i = 0; i < now.rows; i += 1) {
    const was = other[i] ?? -1;
    if ((codes[i] ?? 0) === 0 || was < 0) continue;
    points[at] = 100 * (share(now, i) - share(before, was));
    tokens[at] = (now.length[i] ?? 0) - (before.length[was] ?? 0);
    clusters[at] = now.picture[i] ?? 0;
    at += 1;
  }
  const test = mcnemar(whole[1] ?? 0, whole[2] ?? 0);
  const named = groups.flatMap((counts, code) => {
    const some = counts.subarray(1).some((n) => n > 0);
    return some ? [{ name: now.dataset.names[code] ?? '', counts }] : [];
  });
  const adjusted = holm(named.map(({ counts }) => mcnemar(counts[1] ?? 0, counts[2] ?? 0).p));
  return {
    common: judged,
    onlyFirst: now.rows - shared,
    onlySecond: before.rows - shared,
    counts: countsOf(whole),
    p: test.p,
    pMethod: test.method,
    accuracy:
      judged === 0 ? 'no figure (0 common items)' : meanInWords({ values: points, clusters }, 'points'),
    length: judged === 0 ? 'no figure (0 common items)' : meanInWords({ values: tokens, clusters }, 'tokens'),
    groups: named.map(({ name, counts }, place) => ({
      name,
      counts: countsOf(counts),
      p: adjusted[place] ?? 1,
    })),
  };
}

/** Share of right answers of an item. */
const share = ({ right, k }: ItemColumns, i: number): number => (right[i] ?? 0) / Math.max(1, k[i] ?? 1);

const countsOf = (counts: Int32Array): Readonly<Record<ItemChange, number>> =>
  Object.fromEntries(CHANGE_NAMES.map((name, at) => [name, counts[at + 1] ?? 0])) as Record<
    ItemChange,
    number
  >;

import { EXCLUSIONS, rate } from '../../audit';
import type { AuditMethod, AuditRate } from '../../protocol';
import { EXCLUSION_NAMES, LABEL_CODES, labelName } from '../verdicts/codes';
import type { QueryData } from './data';

/** What a method says of some failures, by code. */
export interface SaidCounts {
  readonly labels: Int32Array;
  /** Of these, labels of verdicts that are left out of the shares, and why they are. */
  readonly leftOut: Int32Array;
  readonly reasons: Int32Array;
}

export const newCounts = (): SaidCounts => ({
  labels: new Int32Array(LABEL_CODES),
  leftOut: new Int32Array(LABEL_CODES),
  reasons: new Int32Array(EXCLUSION_NAMES.length + 1),
});

/** Counts what a method says of a failure. */
export function countVerdict(
  counts: SaidCounts,
  method: AuditMethod,
  { labels, excluded }: Pick<QueryData, 'labels' | 'excluded'>,
  i: number,
): void {
  const code = labels[method][i] ?? 0;
  counts.labels[code] = (counts.labels[code] ?? 0) + 1;
  const reason = method === 'counterfactual' ? (excluded[i] ?? 0) : 0;
  if (reason === 0) return;
  counts.leftOut[code] = (counts.leftOut[code] ?? 0) + 1;
  counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
}

/** Labels that name no error of the model, and that which says that nobody can tell. */
const NO_CAUSE = { EXTRACT: 'wrong', ANNOT: 'wrong', UNSURE: 'unsure', none: 'silent' } as const;

/**
 * The share of perception among the failures that a method gave to a cause, counted and with exclusions told as in a
 * set's figures; absent when it gave none.
 */
export function perceptionRate({ labels, leftOut, reasons }: SaidCounts): AuditRate | undefined {
  const left = { wrong: 0, unsure: 0, silent: 0 };
  let attributed = 0;
  let perception = 0;
  labels.forEach((all, code) => {
    const n = all - (leftOut[code] ?? 0);
    const name = labelName(code) ?? 'none';
    if (name in NO_CAUSE) left[NO_CAUSE[name as keyof typeof NO_CAUSE]] += n;
    else attributed += n;
    if (name === 'PERC') perception += n;
  });
  if (attributed === 0) return undefined;
  return rate(perception, attributed, 'attributed failures', [
    ...EXCLUSION_NAMES.map((name, at) => ({ reason: EXCLUSIONS[name], n: reasons[at + 1] ?? 0 })),
    { reason: 'unsure', n: left.unsure },
    { reason: 'whose grading or gold is wrong', n: left.wrong },
    { reason: 'without a verdict', n: left.silent },
  ]);
}

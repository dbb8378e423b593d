import { ARMS, type Arm, type ArmShare, type Label } from '../../protocol';
import { EXCLUSIONS, VERDICTS, type ExclusionReason, type Leak, type Verdict } from '../attribution';
import { isRecord } from './line-places';

/** What a verdict of the arms is as a label; `undefined` for an item that is no failure. */
export function labelOfVerdict(
  verdict: Verdict,
): { readonly label: Label; readonly subtype?: string } | undefined {
  switch (verdict) {
    case 'right':
      return undefined;
    case 'perception':
    case 'perception-confirmed':
      return { label: 'PERC' };
    case 'integration':
      return { label: 'REAS', subtype: 'integration' };
    case 'reasoning':
      return { label: 'REAS' };
    case 'not-visual':
    case 'unattributed':
      return { label: 'UNSURE' };
  }
}

/** A line of `counterfactual.jsonl`, read back. */
export interface CounterfactualLine {
  readonly row: string;
  readonly dataset: string;
  readonly verdict: Verdict;
  readonly excluded?: ExclusionReason;
  readonly leak: Leak;
  readonly images: readonly string[];
  readonly arms: readonly ArmShare[];
  readonly by?: string;
  readonly at?: string;
}

/** Reads a line; `undefined` for what is none. */
export function counterfactualLine(value: Readonly<Record<string, unknown>>): CounterfactualLine | undefined {
  const { row, dataset, verdict, excluded, leak, images, by, at } = value;
  if (typeof row !== 'string' || typeof dataset !== 'string' || !isVerdict(verdict)) return undefined;
  return {
    row,
    dataset,
    verdict,
    leak: leak === 'stated' || leak === 'mentioned' ? leak : 'none',
    images: Array.isArray(images) ? images.filter((image) => typeof image === 'string') : [],
    arms: Array.isArray(value.arms) ? value.arms.filter(isShare) : armShares(value.arms),
    ...(isExclusion(excluded) ? { excluded } : {}),
    ...(typeof by === 'string' ? { by } : {}),
    ...(typeof at === 'string' ? { at } : {}),
  };
}

function armShares(arms: unknown): readonly ArmShare[] {
  if (!isRecord(arms)) return [];
  return Object.entries(arms).flatMap(([arm, result]) => {
    if (!Object.hasOwn(ARMS, arm) || !isRecord(result)) return [];
    const { k, right } = result;
    return isCount(k) && isCount(right) && right <= k ? [{ arm: arm as Arm, k, right }] : [];
  });
}

const isShare = (share: unknown): share is ArmShare =>
  isRecord(share) &&
  typeof share.arm === 'string' &&
  Object.hasOwn(ARMS, share.arm) &&
  isCount(share.k) &&
  isCount(share.right);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isVerdict = (name: unknown): name is Verdict =>
  typeof name === 'string' && Object.hasOwn(VERDICTS, name);
const isExclusion = (name: unknown): name is ExclusionReason =>
  typeof name === 'string' && Object.hasOwn(EXCLUSIONS, name);

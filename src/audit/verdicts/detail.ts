import type { VerdictDetail, VerdictLine } from '../../protocol';
import { judgeDetail, type JudgedText } from '../judge/detail';
import { counterfactualLine } from './counterfactual';
import { isRecord } from './line-places';

/** A verdict with what it rests on; places of claims are found in the item's response. */
export function verdictDetail(line: VerdictLine, item: JudgedText): VerdictDetail {
  const { method, label, subtype, confidence, at, by, evidence } = line;
  const common = {
    label,
    at,
    by,
    ...(subtype === undefined ? {} : { subtype }),
    ...(confidence === undefined ? {} : { confidence }),
  };
  if (method === 'judge') return { ...common, method, ...judgeDetail(evidence, item) };
  if (method === 'human') return { ...common, method };
  const arms = isRecord(evidence)
    ? counterfactualLine({ ...evidence, row: line.row, dataset: line.dataset })
    : undefined;
  return {
    ...common,
    method,
    verdict: arms?.verdict ?? 'unattributed',
    arms: arms?.arms ?? [],
    ...(arms?.excluded === undefined ? {} : { excluded: arms.excluded }),
  };
}

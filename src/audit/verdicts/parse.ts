import { isLabel, type AuditMethod, type VerdictLine } from '../../protocol';
import { counterfactualLine, labelOfVerdict } from './counterfactual';
import { recordOf } from './line-places';

/**
 * A line of `<method>.jsonl`, also in the older form of `counterfactual.jsonl`; `undefined` for what is torn or strange,
 * and for items that the arms call right.
 */
export function parseVerdictLine(
  method: Exclude<AuditMethod, 'human'>,
  text: string,
): VerdictLine | undefined {
  const value = recordOf(text);
  if (value === undefined) return undefined;
  if (method === 'counterfactual' && value.verdict !== undefined) {
    const line = counterfactualLine(value);
    const label = line === undefined ? undefined : labelOfVerdict(line.verdict);
    if (line === undefined || label === undefined) return undefined;
    const { row, dataset, at = '', by = '' } = line;
    return { row, dataset, method, ...label, at, by, evidence: line };
  }
  const { row, dataset, label, subtype, confidence, at, by, evidence } = value;
  if (typeof row !== 'string' || typeof dataset !== 'string' || !isLabel(label)) return undefined;
  return {
    row,
    dataset,
    method,
    label,
    at: typeof at === 'string' ? at : '',
    by: typeof by === 'string' ? by : '',
    evidence,
    ...(typeof subtype === 'string' ? { subtype } : {}),
    ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? { confidence } : {}),
  };
}

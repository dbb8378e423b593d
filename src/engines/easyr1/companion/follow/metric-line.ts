import { isRecord, parsePythonJson } from './python-json';

/** What EasyR1 measured at a step, under its own names with `/` between the levels. */
export interface MetricLine {
  readonly step: number;
  /** NaN where it was no number. */
  readonly values: ReadonlyMap<string, number>;
}

const DEEPEST = 8;
const MOST_VALUES = 1000;
const LONGEST_NAME = 200;

/** A line of `experiment_log.jsonl`; undefined for a torn one or one without step or values. */
export function parseMetricLine(line: string): MetricLine | undefined {
  const value = parsePythonJson(line);
  if (!isRecord(value) || !isStep(value.step)) return undefined;
  const values = new Map<string, number>();
  flatten(value, '', 0, values);
  values.delete('step');
  return values.size === 0 ? undefined : { step: value.step, values };
}

/** Values of a validation: `val/reward_score`, `val_response_length/mean`. */
export const isValidationName = (name: string): boolean => name.startsWith('val/') || name.startsWith('val_');

/** The line of a validation before or after the training, which has a step's number but no training in it. */
export const isValidationOnly = ({ values }: MetricLine): boolean =>
  [...values.keys()].every(isValidationName);

/** The mean total reward on the validation rows, by which EasyR1 chooses its best checkpoint. */
export function validationScore({ values }: MetricLine): number | undefined {
  const score = values.get('val/reward_score');
  return score !== undefined && Number.isFinite(score) ? score : undefined;
}

export const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function flatten(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
  into: Map<string, number>,
): void {
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix + key;
    if (into.size >= MOST_VALUES) return;
    if (name.length > LONGEST_NAME) continue;
    if (typeof inner === 'number') into.set(name, inner);
    else if (inner === null) into.set(name, Number.NaN);
    else if (isRecord(inner) && depth < DEEPEST) flatten(inner, `${name}/`, depth + 1, into);
  }
}

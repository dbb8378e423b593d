import { join } from 'node:path';
import type { AuditRate, Label } from '../../protocol';
import { isLabel } from '../../protocol';
import { SET_FILES } from '../../results';
import { itemKey } from '../items';
import { rate } from '../statistics';
import { placedLines, recordOf } from '../verdicts/line-places';

/** A line of `controls.jsonl`: what a judge said of an error that was put there. */
export interface ControlLine {
  readonly row: string;
  readonly dataset: string;
  readonly kind: 'perception' | 'arithmetic';
  readonly change: { readonly from: string; readonly to: string; readonly at: number };
  readonly label: Label;
  readonly at: string;
  readonly by: string;
  readonly response: string;
  readonly evidence: unknown;
}

/** The controls of a set, the last of each item and judge; none when no judge was asked. */
export async function readControls(dir: string): Promise<readonly ControlLine[]> {
  const lines = new Map<string, ControlLine>();
  for await (const { text } of placedLines(join(dir, SET_FILES.controls))) {
    const value = recordOf(text) ?? {};
    const { row, dataset, kind, label, by } = value;
    if (typeof row !== 'string' || typeof dataset !== 'string' || typeof by !== 'string') continue;
    if ((kind !== 'perception' && kind !== 'arithmetic') || !isLabel(label)) continue;
    lines.set(`${by}\0${kind}\0${itemKey({ dataset, row })}`, value as unknown as ControlLine);
  }
  return [...lines.values()];
}

/** Fewer controls of a kind than this tell nothing of a judge. */
export const LEAST_CONTROLS = 5;

/**
 * How well a judge tells perception: share of the perception errors put in that it calls PERC, and of the arithmetic
 * errors that it does not. Its UNSURE are left out, as they are of the share that is to be corrected.
 */
export function controlFigures(
  lines: readonly ControlLine[],
): { readonly sensitivity: AuditRate; readonly specificity: AuditRate } | undefined {
  const of = (kind: ControlLine['kind']): readonly Label[] =>
    lines.filter((line) => line.kind === kind).map(({ label }) => label);
  const share = (labels: readonly Label[], isHit: (label: Label) => boolean, what: string): AuditRate => {
    const decided = labels.filter((label) => label !== 'UNSURE');
    return rate(decided.filter(isHit).length, decided.length, what, [
      { reason: 'called UNSURE', n: labels.length - decided.length },
    ]);
  };
  const [perception, arithmetic] = [of('perception'), of('arithmetic')];
  if (perception.length < LEAST_CONTROLS || arithmetic.length < LEAST_CONTROLS) return undefined;
  return {
    sensitivity: share(perception, (label) => label === 'PERC', 'seeded perception errors'),
    specificity: share(arithmetic, (label) => label !== 'PERC', 'seeded arithmetic errors'),
  };
}

import {
  AUDIT_METHOD_NAMES,
  LABEL_NAMES,
  type AuditFigures,
  type AuditMethod,
  type AuditRate,
  type Label,
} from '../../protocol';
import { EXCLUSIONS } from '../attribution';
import { rate, type Exclusion } from '../statistics';
import type { StoredVerdict, Verdicts } from '../verdicts';
import type { FigureItem } from './agreement';

/** Labels that name no error of the model: left out where the share of perception among its errors is told. */
const NO_ERROR: ReadonlySet<Label> = new Set<Label>(['EXTRACT', 'ANNOT']);

/** Share of perception among the failures that a method could attribute, and why it gives none. */
export function perceptionShares(
  failures: readonly FigureItem[],
  verdicts: Verdicts,
): Pick<AuditFigures, 'perception' | 'withheld'> {
  const perception: Partial<Record<AuditMethod, AuditRate>> = {};
  const withheld: Partial<Record<AuditMethod, string>> = {};
  for (const method of AUDIT_METHOD_NAMES) {
    const said = failures.flatMap(({ key }) => verdicts[method].get(key) ?? []);
    if (said.length === 0) continue;
    const gate = method === 'counterfactual' ? verdicts.gate : undefined;
    if (gate !== undefined && (gate.state === 'closed' || gate.state === 'absent'))
      withheld[method] = gate.message;
    else {
      const share = perceptionOf(said, failures.length - said.length);
      if (share.n === 0) withheld[method] = 'None of its verdicts gives a failure to a cause.';
      else perception[method] = share;
    }
  }
  return { perception, withheld };
}

/** PERC among the verdicts that give a failure of the model to a cause. `silent`: failures without a verdict. */
export function perceptionOf(said: readonly StoredVerdict[], silent: number): AuditRate {
  const attributed = said.filter(
    ({ label, excluded }) => label !== 'UNSURE' && excluded === undefined && !NO_ERROR.has(label),
  );
  const taken = new Set(attributed);
  const left = said.filter((verdict) => !taken.has(verdict));
  const because = (test: (verdict: StoredVerdict) => boolean): number => left.filter(test).length;
  const reasons: readonly Exclusion[] = [
    ...Object.entries(EXCLUSIONS).map(([key, reason]) => ({
      reason,
      n: because(({ excluded }) => excluded === key),
    })),
    { reason: 'unsure', n: because(({ label, excluded }) => label === 'UNSURE' && excluded === undefined) },
    { reason: 'whose grading or gold is wrong', n: because(({ label }) => NO_ERROR.has(label)) },
    { reason: 'without a verdict', n: silent },
  ];
  return rate(
    attributed.filter(({ label }) => label === 'PERC').length,
    attributed.length,
    'attributed failures',
    reasons,
  );
}

/** How often each method gives each label, among the failures that it speaks of. */
export function labelShares(failures: readonly FigureItem[], verdicts: Verdicts): AuditFigures['labels'] {
  return AUDIT_METHOD_NAMES.flatMap((method) => {
    const counts = new Map<Label, number>();
    let n = 0;
    for (const { key } of failures) {
      const label = verdicts[method].get(key)?.label;
      if (label === undefined) continue;
      n += 1;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const silent = [{ reason: 'without a verdict', n: failures.length - n }];
    return LABEL_NAMES.flatMap((label) => {
      const k = counts.get(label) ?? 0;
      return k === 0 ? [] : [{ method, label, rate: rate(k, n, 'failures with a verdict', silent) }];
    });
  });
}

import { PERCEPTION, type Decision } from './attribution';
import { clusterOf, type Item } from './items';
import { agreementOf, rate, type Agreement, type Rate } from './statistics';
import { ORACLE_LABELS } from './oracle';

export const ATTRIBUTION_ROWS = ['perception', 'integration', 'reasoning', 'excluded'] as const;

/** The counterfactual attribution against the scenes' truth. */
export interface OracleCheck {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `counts[row][column]`: failures that the attribution calls `row` and the oracle `column`. */
  readonly counts: readonly (readonly number[])[];
  /** Perception by the oracle, of the failures that it can judge: stands whatever the gate says. */
  readonly perception: Rate;
  /** Perception against reasoning where both methods decide. */
  readonly agreement: Agreement;
}

/** Confusion of attribution and oracle over the failures whose data carries the scene; absent when none does. */
export function checkAgainstOracle(
  items: readonly Item[],
  decisions: readonly Decision[],
): OracleCheck | undefined {
  const failures = items.flatMap((item, i) => {
    const decision = decisions[i];
    if (item.oracle === undefined || decision === undefined || decision.verdict === 'right') return [];
    return [{ row: rowOf(decision), oracle: item.oracle.label, cluster: clusterOf(item) }];
  });
  if (failures.length === 0) return undefined;
  const counts = ATTRIBUTION_ROWS.map((row) =>
    ORACLE_LABELS.map((label) => failures.filter((f) => f.row === row && f.oracle === label).length),
  );
  const clear = failures.filter((f) => f.oracle !== 'unclear');
  const both = clear.filter((f) => f.row === 'perception' || f.row === 'reasoning');
  return {
    rows: ATTRIBUTION_ROWS,
    columns: ORACLE_LABELS,
    counts,
    perception: rate(clear.filter((f) => f.oracle === 'perception').length, clear.length, 'failures', [
      { reason: 'unclear from the trace', n: failures.length - clear.length },
    ]),
    agreement: agreementOf(
      both.map(({ row, oracle, cluster }) => ({ first: row, second: oracle, cluster })),
      ['perception', 'reasoning'],
    ),
  };
}

function rowOf({ verdict }: Decision): (typeof ATTRIBUTION_ROWS)[number] {
  if (PERCEPTION.includes(verdict)) return 'perception';
  return verdict === 'integration' || verdict === 'reasoning' ? verdict : 'excluded';
}

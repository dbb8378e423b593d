import type { Arm } from '../protocol';
import { accuracyOf, armAccuracies, type Accuracy } from './accuracy';
import { attribute, mentionsOf, type Attribution, type Decision, type Mentions } from './attribution';
import { checkAgainstOracle, type OracleCheck } from './confusion';
import { groupBy } from './groups';
import type { Item } from './items';
import type { ReadReport } from './predictions/read';
import { traceLengths, type TraceLengths } from './traces';

/** A part of the items: one data set or one capability. */
export interface GroupSummary {
  readonly name: string;
  /** Of a data set: its capability. */
  readonly capability: string;
  readonly items: number;
  readonly accuracy?: Accuracy;
  readonly attribution: Attribution;
}

/** The audit of one run: `audit/summary.json`. */
export interface AuditSummary {
  readonly version: 1;
  readonly method: 'counterfactual';
  readonly predictions: ReadReport & { readonly duplicates: number };
  /** Whether only boxed answers counted. */
  readonly strict: boolean;
  readonly items: number;
  readonly arms: Readonly<Partial<Record<Arm, Accuracy>>>;
  readonly attribution: Attribution;
  readonly mentions: Mentions;
  readonly datasets: readonly GroupSummary[];
  readonly capabilities: readonly GroupSummary[];
  readonly traces: TraceLengths;
  readonly oracle?: OracleCheck;
}

export function summarise(
  items: readonly Item[],
  decisions: readonly Decision[],
  predictions: AuditSummary['predictions'],
  strict: boolean,
): AuditSummary {
  const oracle = checkAgainstOracle(items, decisions);
  return {
    version: 1,
    method: 'counterfactual',
    predictions,
    strict,
    items: items.length,
    arms: armAccuracies(items),
    attribution: attribute(items, decisions),
    mentions: mentionsOf(items),
    datasets: groups(items, decisions, (item) => item.dataset),
    capabilities: groups(items, decisions, (item) => item.capability),
    traces: traceLengths(items),
    ...(oracle === undefined ? {} : { oracle }),
  };
}

function groups(
  items: readonly Item[],
  decisions: readonly Decision[],
  key: (item: Item) => string,
): readonly GroupSummary[] {
  const pairs = items.flatMap((item, i) => {
    const decision = decisions[i];
    return decision === undefined ? [] : [{ item, decision }];
  });
  return [...groupBy(pairs, ({ item }) => key(item))].map(([name, group]) => {
    const own = group.map(({ item }) => item);
    const accuracy = accuracyOf(own, 'image');
    return {
      name,
      capability: own[0]?.capability ?? '',
      items: own.length,
      ...(accuracy === undefined ? {} : { accuracy }),
      attribution: attribute(
        own,
        group.map(({ decision }) => decision),
      ),
    };
  });
}

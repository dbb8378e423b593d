import type { AuditComparison, AuditFigures } from '../../protocol';
import { compareColumns } from '../query/compare';
import { closedGate, storeFigures } from './figures';
import type { SetStore } from './set-store';

/** Work on open sets that takes seconds where there are many verdicts: whoever answers questions has it done aside. */
export interface Aside {
  readonly figures: (store: SetStore) => Promise<AuditFigures>;
  /** Why the arms' shares are withheld (their gate is closed); absent when they are not. */
  readonly gate: (store: SetStore) => Promise<string | undefined>;
  readonly compare: (store: SetStore, against: SetStore) => Promise<AuditComparison>;
}

/** Does it where it is asked for, as a command does that has nothing else to do. */
export const inPlace: Aside = {
  figures: storeFigures,
  gate: closedGate,
  compare: async (store, against) =>
    compareColumns(store.columns, against.columns, await store.changesSince(against)),
};

import type {
  AuditPageAction,
  AuditPageCall,
  AuditPageState,
  AuditParams,
  AuditResult,
  ItemDetail,
  ItemIndex,
  Label,
} from '../../../src/protocol/audit';
import type { MonitorFailure } from '../../../src/protocol/runs';

/** Asks the auditor through the editor; rejects with an `AskFailure`. */
export type AskAuditor = <C extends AuditPageCall>(
  call: C,
  params: AuditParams<C>,
) => Promise<AuditResult<C>>;

export interface DetailProps {
  /** Undefined: nothing is chosen, or it is still on its way. */
  readonly detail: ItemDetail | undefined;
  /** It takes so long that a reader is told. */
  readonly pending: boolean;
  readonly failure?: MonitorFailure | undefined;
  readonly onRetry: () => void;
  readonly state: AuditPageState;
  /** Who labels, unless the state says another. */
  readonly annotator: string;
  readonly ask: AskAuditor;
  readonly act: (act: AuditPageAction) => void;
  readonly change: (part: Partial<AuditPageState>) => void;
  readonly onSelect: (index: ItemIndex) => void;
  /** Whether the list goes to another item, whose row is on its way. */
  readonly isMoving?: () => boolean;
  /** To the next or the previous row of the list. */
  readonly onMove: (by: 1 | -1) => void;
  /** A label was given, or taken back (null); told again with the old one when it could not be stored. */
  readonly onLabelled: (index: ItemIndex, label: Label | null) => void;
  /** Names of the two sets that are compared. */
  readonly titles?: { readonly first: string; readonly second: string } | undefined;
}

import type { AuditSet } from '../../../src/protocol/audit';
import type { RefObject } from 'preact';
import { useStore } from '../../kit';
import { Detail } from '../detail';
import { act, askAuditor } from '../state/ask';
import { useModel } from '../state/context';

interface DetailPaneProps {
  readonly set: AuditSet;
  readonly box: RefObject<HTMLElement | null>;
  /** Escape: the reader goes back to the list. */
  readonly onLeave: () => void;
}

/** The chosen item in full. */
export function DetailPane({ set, box, onLeave }: DetailPaneProps) {
  const { sets, state, details, annotator, cursor, change, labelled } = useModel();
  const page = useStore(state, (value) => value);
  const { detail, pending, failure } = useStore(details.shown, (shown) => shown);
  const who = useStore(annotator, (value) => value);
  const all = useStore(sets, (value) => value);
  const other = all.find(({ dir }) => dir === page.against);
  return (
    <section
      ref={box}
      class="detail-pane"
      tabIndex={-1}
      aria-label="Item"
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onLeave();
      }}
    >
      <Detail
        detail={detail}
        pending={pending}
        failure={failure}
        onRetry={details.stale}
        state={page}
        annotator={who}
        ask={askAuditor}
        act={act}
        change={change}
        onSelect={cursor.choose}
        isMoving={cursor.isMoving}
        onMove={cursor.move}
        onLabelled={labelled}
        {...(other === undefined ? {} : { titles: { first: set.title, second: other.title } })}
      />
    </section>
  );
}

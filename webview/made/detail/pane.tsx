import type { RefObject } from 'preact';
import { EmptyState, ErrorBanner, ProgressRing, useStore } from '../../kit';
import { useModel } from '../state/context';
import { Item } from './item';
import './detail.css';

interface DetailPaneProps {
  readonly box: RefObject<HTMLElement | null>;
  /** Escape: the reader goes back to the list. */
  readonly onLeave: () => void;
}

/** The chosen question in full. */
export function DetailPane({ box, onLeave }: DetailPaneProps) {
  const { details } = useModel();
  const { detail, pending, failure } = useStore(details.shown, (shown) => shown);
  return (
    <section
      ref={box}
      class="detail-pane"
      tabIndex={-1}
      aria-label="Chosen question"
      aria-busy={pending}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onLeave();
      }}
    >
      <div class="detail">
        {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={details.stale} />}
        {detail !== undefined ? (
          <Item item={detail} />
        ) : pending ? (
          <ProgressRing label="Loading the question" />
        ) : failure === undefined ? (
          <EmptyState icon="eye" title="No question is chosen">
            Choose one in the list, or press Down there. It is shown here with its image, what every model
            answered, and why it was kept or dropped.
          </EmptyState>
        ) : null}
      </div>
    </section>
  );
}

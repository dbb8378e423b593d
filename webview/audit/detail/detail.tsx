import type { JSX } from 'preact';
import { EmptyState, ErrorBanner } from '../../kit';
import { Item } from './item';
import type { DetailProps } from './props';
import '../../kit/item.css';

/** One item in full: image, question, answer, response, what every method says, and labelling by hand. */
export function Detail(props: DetailProps): JSX.Element {
  const { detail, pending, failure, onRetry } = props;
  return (
    <div class="detail" aria-busy={pending}>
      {failure !== undefined && <ErrorBanner failure={failure} onRetry={onRetry} />}
      {detail !== undefined ? (
        <Item {...props} detail={detail} />
      ) : pending ? (
        <Skeleton />
      ) : (
        failure === undefined && (
          <EmptyState icon="eye" title="No item is chosen">
            Choose one in the list, or press Down there. What you choose is shown here with its image,
            response and verdicts.
          </EmptyState>
        )
      )}
    </div>
  );
}

/** Where things will be, while the item is on its way. */
const Skeleton = (): JSX.Element => (
  <div class="detail-skeleton" role="status">
    <span class="visually-hidden">Loading the item</span>
    <div class="skeleton-line" />
    <div class="detail-columns">
      <div class="skeleton-image" />
      <div class="detail-right">
        <div class="skeleton-line" />
        <div class="skeleton-line" />
        <div class="skeleton-line skeleton-short" />
      </div>
    </div>
  </div>
);

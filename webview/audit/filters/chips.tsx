import { Icon, useStore } from '../../kit';
import { useModel } from '../state/context';
import { chipsOf } from './words';

/** Most chips that are drawn; a filter of more is cleared as a whole. */
const MOST = 30;

/** What is filtered now, each with a button that takes it away. */
export function Chips() {
  const { state, filter, change } = useModel();
  const chips = chipsOf(useStore(state, (value) => value.filter));
  if (chips.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Active filters">
      {chips.slice(0, MOST).map(({ field, words, without }) => (
        <button
          key={`${field} ${words}`}
          type="button"
          class="filter-chip"
          title={`${field}: ${words}`}
          onClick={() => filter(without)}
        >
          <span class="visually-hidden">Remove the filter </span>
          <span class="filter-chip-field">{field}:</span> <span class="filter-chip-words">{words}</span>
          <Icon name="close" />
        </button>
      ))}
      {chips.length > MOST ? <span class="muted">and {chips.length - MOST} more</span> : null}
      <button type="button" class="plain-button" onClick={() => change({ filter: {} })}>
        Clear all
      </button>
    </div>
  );
}

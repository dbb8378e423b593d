import { Icon } from '../icon';

/** Something that is filtered. */
export interface ChipWords {
  readonly field: string;
  readonly words: string;
}

interface ChipsProps<C extends ChipWords> {
  readonly chips: readonly C[];
  readonly onRemove: (chip: C) => void;
  readonly onClear: () => void;
}

/** Most chips that are drawn; a filter of more is cleared as a whole. */
const MOST = 30;

/** What is filtered now, each with a button that takes it away. */
export function Chips<C extends ChipWords>({ chips, onRemove, onClear }: ChipsProps<C>) {
  if (chips.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Active filters">
      {chips.slice(0, MOST).map((chip) => (
        <button
          key={`${chip.field} ${chip.words}`}
          type="button"
          class="filter-chip"
          title={`${chip.field}: ${chip.words}`}
          onClick={() => onRemove(chip)}
        >
          <span class="visually-hidden">Remove the filter </span>
          <span class="filter-chip-field">{chip.field}:</span>{' '}
          <span class="filter-chip-words">{chip.words}</span>
          <Icon name="close" />
        </button>
      ))}
      {chips.length > MOST ? <span class="muted">and {chips.length - MOST} more</span> : null}
      <button type="button" class="plain-button" onClick={onClear}>
        Clear all
      </button>
    </div>
  );
}

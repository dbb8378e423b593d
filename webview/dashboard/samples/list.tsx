import type { StageSample } from '../../../src/protocol/runs';
import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount, Icon, useVirtualRows } from '../../kit';
import { placeOfRow } from './shelf';
import { gist, outcomeOf } from './texts';
import type { UsedShelf } from './use-shelf';

export const ROW_HEIGHT = 46;
const PAGE_ROWS = 8;
const KEYS = 'Arrow keys or j and k move; n and p go to the next and the previous wrong one; Enter reads it.';

export interface SampleListProps {
  readonly shelf: UsedShelf;
  readonly total: number;
  /** Place of the one that is shown beside the list. */
  readonly selected: number | undefined;
  readonly onSelect: (place: number) => void;
  /** Enter: the reader goes on to the sample itself. */
  readonly onEnter: () => void;
  readonly onSeek: (direction: 'older' | 'newer') => void;
  readonly box: RefObject<HTMLDivElement | null>;
}

/** The samples newest first; only the rows in view exist, and their texts are loaded as they come into view. */
export function SampleList(props: SampleListProps): JSX.Element {
  const { shelf, total, selected, onSelect, box } = props;
  const id = useId();
  const { first, end, before, after, reveal } = useVirtualRows(box, total, ROW_HEIGHT);
  useEffect(() => void shelf.need(first, end), [first, end, total, shelf.known]);
  useStillness(box, total);
  const row = selected === undefined ? undefined : placeOfRow(selected, total);
  useEffect(() => {
    if (row !== undefined) reveal(row);
    // Only a new choice is scrolled to: growth moves the row, and the list with it.
  }, [selected, reveal]);

  const go = (event: KeyboardEvent): void => {
    const to = targetRow(event, row ?? 0, total);
    if (to !== undefined) onSelect(placeOfRow(to, total));
    else if (event.key === 'Enter') props.onEnter();
    else if (event.key === 'n') props.onSeek('older');
    else if (event.key === 'N' || event.key === 'p') props.onSeek('newer');
    else return;
    event.preventDefault();
  };
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  return (
    <div
      ref={box}
      class="sample-list"
      role="listbox"
      tabIndex={0}
      aria-label={`Samples, newest first: ${formatCount(total)}`}
      aria-description={KEYS}
      aria-activedescendant={row !== undefined && row >= first && row < end ? `${id}-${selected}` : undefined}
      onKeyDown={go}
    >
      <div role="presentation" style={{ height: `${before}px` }} />
      {rows.map((i) => {
        const place = placeOfRow(i, total);
        return (
          <SampleRow
            key={place}
            id={`${id}-${place}`}
            sample={shelf.known.get(place)}
            selected={place === selected}
            position={i + 1}
            total={total}
            onSelect={() => onSelect(place)}
          />
        );
      })}
      <div role="presentation" style={{ height: `${after}px` }} />
    </div>
  );
}

/** Keeps what is read under the eye while newer samples come in above; at the very top they push it down. */
function useStillness(box: RefObject<HTMLDivElement | null>, total: number): void {
  const before = useRef(total);
  useLayoutEffect(() => {
    const grown = total - before.current;
    before.current = total;
    if (box.current !== null && grown > 0 && box.current.scrollTop > 0)
      box.current.scrollTop += grown * ROW_HEIGHT;
  }, [box, total]);
}

function targetRow(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  row: number,
  total: number,
): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const clamp = (to: number): number => Math.max(0, Math.min(total - 1, to));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return clamp(row + 1);
    case 'ArrowUp':
    case 'k':
      return clamp(row - 1);
    case 'PageDown':
      return clamp(row + PAGE_ROWS);
    case 'PageUp':
      return clamp(row - PAGE_ROWS);
    case 'Home':
      return 0;
    case 'End':
      return clamp(total - 1);
    default:
      return undefined;
  }
}

interface SampleRowProps {
  readonly id: string;
  readonly sample: StageSample | undefined;
  readonly selected: boolean;
  readonly position: number;
  readonly total: number;
  readonly onSelect: () => void;
}

function SampleRow({ id, sample, selected, position, total, onSelect }: SampleRowProps): JSX.Element {
  const common = {
    id,
    role: 'option',
    'aria-selected': selected,
    'aria-posinset': position,
    'aria-setsize': total,
    onClick: onSelect,
  } as const;
  if (sample === undefined)
    return (
      <div {...common} class="sample-row unknown">
        <span class="muted">…</span>
      </div>
    );
  const outcome = outcomeOf(sample);
  return (
    <div {...common} class={`sample-row${selected ? ' selected' : ''}`}>
      <span class="sample-head">
        <Icon name={OUTCOME_ICONS[outcome.kind]} />
        <span class={`outcome outcome-${outcome.kind}`}>{outcome.word}</span>
        <span class="numeric">step {formatCount(sample.step)}</span>
        <span class="sample-stage">{sample.stage}</span>
        <span class="sample-row-id">{sample.sample.row}</span>
      </span>
      <span class="sample-gist">{gist(sample.sample.response)}</span>
    </div>
  );
}

export const OUTCOME_ICONS = { right: 'check', wrong: 'close', unknown: 'circle-slash' } as const;

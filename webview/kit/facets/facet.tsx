import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { formatCount } from '../format';
import { Icon } from '../icon';

/** Values shown before more are asked for, and the most that are drawn at all. */
const FIRST = 8;
const MOST = 200;

/** A value and how many rows it would give. */
export interface FacetValue {
  readonly name: string;
  readonly n: number;
}

interface FacetProps {
  readonly title: string;
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  readonly words: (name: string) => string;
  readonly mark?: (name: string) => ComponentChildren;
  readonly onToggle: (name: string) => void;
  readonly children?: ComponentChildren;
}

/** Values of one field with how many items each would give; arrow keys go from one to the next. */
export function Facet({ title, values, chosen, words, mark, onToggle, children }: FacetProps) {
  const [more, setMore] = useState(false);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  // What is chosen stays to be seen, also when nothing has that value any more.
  const lost = chosen.filter((name) => !values.some((one) => one.name === name));
  const all = [...lost.map((name) => ({ name, n: 0 })), ...values];
  const wanted = search.toLowerCase();
  const found = all.filter(
    ({ name }) => wanted === '' || words(name).toLowerCase().includes(wanted) || chosen.includes(name),
  );
  // Those that would leave nothing come with the rest, unless one of them is chosen.
  const useful = found.filter(({ name, n }) => n > 0 || chosen.includes(name)).slice(0, FIRST);
  const shown = more ? found.slice(0, MOST) : useful;
  if (all.length === 0) return null;

  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(shown.length - 1, at + step));
    setAt(next);
    box.current?.querySelectorAll<HTMLElement>('input[type="checkbox"]')[next]?.focus();
  };
  return (
    <fieldset class="facet">
      <legend>{title}</legend>
      {children}
      {all.length > FIRST && more ? (
        <input
          class="facet-search"
          type="text"
          aria-label={`Search in ${title.toLowerCase()}`}
          placeholder="Search"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      ) : null}
      <div class="facet-values" ref={box} onKeyDown={move}>
        {shown.map(({ name, n }, i) => (
          <label key={name} class={`facet-value${n === 0 ? ' nothing' : ''}`} title={words(name)}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              tabIndex={i === Math.min(at, shown.length - 1) ? 0 : -1}
              onFocus={() => setAt(i)}
              onChange={() => onToggle(name)}
            />
            {mark?.(name)}
            <span class="facet-name">{words(name)}</span>
            <span class="facet-count numeric">{formatCount(n)}</span>
          </label>
        ))}
      </div>
      {found.length > MOST && more ? (
        <p class="muted">{formatCount(found.length - MOST)} more: search for them.</p>
      ) : null}
      {all.length > useful.length ? (
        <button type="button" class="plain-button" aria-expanded={more} onClick={() => setMore(!more)}>
          <Icon name={more ? 'chevron-down' : 'chevron-right'} />
          {more ? 'Fewer' : `All ${formatCount(all.length)}`}
        </button>
      ) : null}
    </fieldset>
  );
}

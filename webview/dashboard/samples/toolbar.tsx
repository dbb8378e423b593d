import type { StageDetail } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button, Dropdown, Option, plural, TextField } from '../../kit';
import type { SampleFilter } from './texts';

/** A pause in typing, in ms, after which is searched. */
const PAUSE = 250;
const ANY = '*';

export interface SampleToolbarProps {
  readonly stages: readonly StageDetail[];
  readonly filter: SampleFilter;
  readonly total: number | undefined;
  readonly onFilter: (filter: SampleFilter) => void;
  readonly onSeek: () => void;
}

/** Which samples are shown, and how many. */
export function SampleToolbar({ stages, filter, total, onFilter, onSeek }: SampleToolbarProps): JSX.Element {
  const { stage, search, outcome } = filter;
  const set = (next: { readonly [K in keyof SampleFilter]: SampleFilter[K] | undefined }): void =>
    onFilter({
      search: next.search ?? '',
      ...(next.stage === undefined ? {} : { stage: next.stage }),
      ...(next.outcome === undefined ? {} : { outcome: next.outcome }),
    });
  return (
    <div class="sample-toolbar" role="toolbar" aria-label="Which samples">
      <Search search={search} onSearch={(words) => set({ stage, outcome, search: words })} />
      <Dropdown
        label="Stage"
        value={stage ?? ANY}
        onChange={(value) => set({ search, outcome, stage: value === ANY ? undefined : value })}
      >
        <Option value={ANY}>All stages</Option>
        {stages
          .filter(({ kind }) => kind === 'stage')
          .map(({ id }) => (
            <Option key={id} value={id}>
              {id}
            </Option>
          ))}
      </Dropdown>
      <Dropdown
        label="Right or wrong"
        value={outcome ?? ANY}
        onChange={(value) =>
          set({ search, stage, outcome: value === 'right' || value === 'wrong' ? value : undefined })
        }
      >
        <Option value={ANY}>Right and wrong</Option>
        <Option value="wrong">Only wrong</Option>
        <Option value="right">Only right</Option>
      </Dropdown>
      <Button disabled={(total ?? 0) === 0} title="Next wrong sample (n)" onClick={onSeek}>
        Next wrong
      </Button>
      <span class="muted numeric sample-total" role="status">
        {total === undefined ? '' : plural(total, 'sample')}
      </span>
    </div>
  );
}

function Search({
  search,
  onSearch,
}: {
  readonly search: string;
  readonly onSearch: (words: string) => void;
}): JSX.Element {
  const [words, setWords] = useState(search);
  useEffect(() => {
    if (words === search) return undefined;
    const timer = setTimeout(() => onSearch(words), PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <TextField label="Search samples" placeholder="Search texts and rows" value={words} onInput={setWords} />
  );
}

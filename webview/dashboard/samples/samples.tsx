import type { RunSummary, StageDetail } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState, ErrorBanner, ProgressRing } from '../../kit';
import { SampleDetail } from './detail';
import { SampleList } from './list';
import { nextPlace, PAGE, placeOfRow } from './shelf';
import { emptyWords, outcomeOf, type SampleFilter } from './texts';
import { SampleToolbar } from './toolbar';
import { useShelf } from './use-shelf';
import './samples.css';

export interface SamplesProps {
  readonly run: string;
  readonly stages: readonly StageDetail[];
  readonly state: RunSummary['state'];
  readonly revision: number;
  readonly onStep: (stage: string, step: number) => void;
}

/** A search for the next wrong sample loads at most so many pages. */
const MOST_PAGES = 40;

/** The completions of a run over time: a list, and one of them in full. */
export function Samples({ run, stages, state, revision, onStep }: SamplesProps): JSX.Element {
  const [filter, setFilter] = useState<SampleFilter>({ search: '' });
  const [selected, setSelected] = useState<number | undefined>(undefined);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const shelf = useShelf(run, filter, revision);
  const { total } = shelf;

  // The newest is chosen first, and then stays chosen while newer ones come.
  useEffect(() => {
    if (total !== undefined && total > 0 && (selected === undefined || selected >= total))
      setSelected(total - 1);
  }, [total, selected]);
  useEffect(() => setSelected(undefined), [run]);

  const seek = async (direction: 'older' | 'newer'): Promise<void> => {
    let known = { total: shelf.total, known: shelf.known };
    const from = selected ?? total ?? 0;
    for (let page = 0; page < MOST_PAGES; page++) {
      const found = nextPlace(known, from, direction, (sample) => outcomeOf(sample).kind === 'wrong');
      if (found.place !== undefined) {
        setSaid('');
        setSelected(found.place);
        return;
      }
      if (found.unknown === undefined || known.total === undefined) break;
      const row = placeOfRow(found.unknown, known.total);
      const first = direction === 'older' ? row : Math.max(0, row - PAGE + 1);
      known = await shelf.need(first, first + PAGE);
      if (!known.known.has(found.unknown)) break;
    }
    setSaid(direction === 'older' ? 'No older wrong sample.' : 'No newer wrong sample.');
  };

  const chosen = selected === undefined ? undefined : shelf.known.get(selected);
  return (
    <div class="samples">
      <SampleToolbar
        stages={stages}
        filter={filter}
        total={total}
        onFilter={(next) => {
          setSelected(undefined);
          setFilter(next);
        }}
        onSeek={() => void seek('older')}
      />
      <p class="sample-said" role="status">
        {said}
      </p>
      {shelf.failure !== undefined && <ErrorBanner failure={shelf.failure} onRetry={shelf.retry} />}
      {total === undefined ? (
        shelf.failure === undefined && <ProgressRing label="Loading samples" />
      ) : total === 0 ? (
        <NoSamples state={state} stages={stages} filter={filter} />
      ) : (
        <div class="sample-panes">
          <SampleList
            shelf={shelf}
            total={total}
            selected={selected}
            onSelect={setSelected}
            onEnter={() => heading.current?.focus()}
            onSeek={(direction) => void seek(direction)}
            box={box}
          />
          {chosen === undefined ? (
            <div class="sample-detail" />
          ) : (
            <SampleDetail run={run} revision={revision} sample={chosen} onStep={onStep} heading={heading} />
          )}
        </div>
      )}
    </div>
  );
}

function NoSamples(
  props: Pick<SamplesProps, 'state' | 'stages'> & { readonly filter: SampleFilter },
): JSX.Element {
  const { title, text } = emptyWords(props.state, props.stages, props.filter);
  return (
    <EmptyState icon="comment-discussion" title={title}>
      {text}
    </EmptyState>
  );
}

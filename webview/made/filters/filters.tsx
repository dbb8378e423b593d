import {
  MADE_SPLITS,
  type MadeFacets,
  type MadeFilter,
  type MadeOutcome,
  type MadeSplit,
  type MakeStep,
} from '../../../src/protocol/made';
import { useRef } from 'preact/hooks';
import { Choice, ErrorBanner, Facet, formatCount, toggled, useStore } from '../../kit';
import { SPLIT_TITLES, STEP_TITLES } from '../parts/titles';
import { useMade } from '../state/ask';
import { useModel } from '../state/context';
import { STEPS } from '../state/kept';
import { OutcomeGrid } from './outcome-grid';
import { RateBins } from './rate-bins';
import './filters.css';

/** What the list is narrowed to, with how many questions each value would give. */
export function Filters() {
  const { state, revision, set } = useModel();
  const dir = useStore(set, (value) => value?.dir ?? '');
  const created = useStore(set, (value) => value?.manifest?.created ?? '');
  const filter = useStore(state, (value) => value.filter);
  const version = useStore(revision, (value) => value);
  const { value, failure, retry } = useMade('madeFacets', { dir, filter }, `${created} ${version}`);
  // The counts of the filter before stay until the new ones are here.
  const last = useRef<{ readonly dir: string; readonly facets: MadeFacets }>(undefined);
  if (value !== undefined) last.current = { dir, facets: value };
  return (
    <div class="filters">
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      {last.current?.dir === dir ? <Facets facets={last.current.facets} filter={filter} /> : null}
    </div>
  );
}

function Facets({ facets, filter }: { readonly facets: MadeFacets; readonly filter: MadeFilter }) {
  const { filter: change } = useModel();
  const { kept, dropped } = facets.decisions;
  return (
    <>
      <Choice
        title="Decision"
        value={filter.decision ?? 'all'}
        options={[
          { value: 'all' as const, title: 'All' },
          { value: 'kept' as const, title: 'Kept', count: formatCount(kept) },
          { value: 'dropped' as const, title: 'Dropped', count: formatCount(dropped) },
        ]}
        onChange={(value) => change({ decision: value === 'all' ? undefined : value })}
      />
      <Facet
        title="Fell at"
        values={STEPS.flatMap((name) => counted(name, facets.steps[name]))}
        chosen={filter.steps ?? []}
        words={(name) => STEP_TITLES[name as MakeStep]}
        onToggle={(name) => change({ steps: toggled<string>(filter.steps, name) })}
      />
      <Facet
        title="Reason"
        values={facets.reasons}
        chosen={filter.reasons ?? []}
        words={(name) => name}
        onToggle={(name) => change({ reasons: toggled(filter.reasons, name) })}
      />
      <OutcomeGrid
        counts={facets.outcomes}
        chosen={filter.outcomes ?? []}
        onToggle={(outcome) => change({ outcomes: withOutcome(filter.outcomes, outcome) })}
      />
      <Facet
        title="Kind"
        values={facets.kinds}
        chosen={filter.kinds ?? []}
        words={(name) => name}
        onToggle={(name) => change({ kinds: toggled(filter.kinds, name) })}
      />
      <Facet
        title="Split"
        values={MADE_SPLITS.flatMap((name) => counted(name, facets.splits[name]))}
        chosen={filter.splits ?? []}
        words={(name) => SPLIT_TITLES[name as MadeSplit]}
        onToggle={(name) => change({ splits: toggled<string>(filter.splits, name) })}
      />
      {facets.rates.some((n) => n > 0) || filter.rate !== undefined ? (
        <RateBins bins={facets.rates} rate={filter.rate} onRate={(rate) => change({ rate })} />
      ) : null}
      <label class={`facet-value${facets.hand === 0 ? ' nothing' : ''}`}>
        <input
          type="checkbox"
          checked={filter.hand === true}
          onChange={({ currentTarget }) => change({ hand: currentTarget.checked ? true : undefined })}
        />
        <span class="facet-name">Decided by hand</span>
        <span class="facet-count numeric">{formatCount(facets.hand)}</span>
      </label>
    </>
  );
}

const counted = (name: string, n: number | undefined): readonly { name: string; n: number }[] =>
  n === undefined ? [] : [{ name, n }];

/** The chosen outcomes with one put in or taken out. */
export function withOutcome(
  chosen: readonly MadeOutcome[] | undefined,
  { model, arm, outcome }: MadeOutcome,
): readonly MadeOutcome[] {
  const is = (one: MadeOutcome): boolean => one.model === model && one.arm === arm && one.outcome === outcome;
  const others = (chosen ?? []).filter((one) => !is(one));
  return others.length === (chosen ?? []).length ? [...others, { model, arm, outcome }] : others;
}

import {
  AUDIT_METHOD_NAMES,
  ITEM_FLAGS,
  LABEL_NAMES,
  type AuditFacets,
  type AuditFilter,
  type FacetCount,
  type ItemChange,
  type ItemFlag,
} from '../../../src/protocol/audit';
import { useRef } from 'preact/hooks';
import { capabilityTitle, Choice, ErrorBanner, Facet, formatCount, toggled, useStore } from '../../kit';
import { CapabilityMark, ChangeMark } from '../parts/marks';
import { CHANGE_TITLES, FLAG_TITLES, labelTitle, METHOD_TITLES, valueTitle } from '../parts/titles';
import { useAuditor } from '../state/ask';
import { useModel } from '../state/context';
import { ITEM_CHANGES, OUTCOMES } from '../state/kept';
import { queryOf } from '../state/query';
import { Lengths } from './lengths';
import './filters.css';

const OUTCOME_TITLES = { wrong: 'Wrong', right: 'Right', unjudged: 'Unjudged', all: 'All' } as const;

/** What the list is narrowed to, with how many items each value would give. */
export function Filters() {
  const { state, revision } = useModel();
  const page = useStore(state, (value) => value);
  const version = useStore(revision, (value) => value);
  // Neither order nor direction counts.
  const query = { ...queryOf(page), order: 'source', descending: false } as const;
  const { value, failure, retry } = useAuditor('facets', page.set === '' ? undefined : query, version);
  // The counts of the filter before stay until the new ones are here.
  const last = useRef<AuditFacets>(undefined);
  if (value !== undefined) last.current = value;
  return (
    <div class="filters">
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      <OutcomeChoice />
      {last.current === undefined ? null : <Facets facets={last.current} filter={page.filter} />}
    </div>
  );
}

function OutcomeChoice() {
  const { state, filter } = useModel();
  const outcome = useStore(state, (value) => value.filter.outcome ?? 'wrong');
  return (
    <Choice
      title="Outcome"
      value={outcome}
      options={OUTCOMES.map((value) => ({ value, title: OUTCOME_TITLES[value] }))}
      onChange={(value) => filter({ outcome: value === 'wrong' ? undefined : value })}
    />
  );
}

function Facets({ facets, filter }: { readonly facets: AuditFacets; readonly filter: AuditFilter }) {
  const { filter: change, state } = useModel();
  const against = useStore(state, (value) => value.against);
  const hasCategories = facets.categories.some(({ name }) => name !== '');
  const agreement = (name: string): string =>
    formatCount(facets.agreement.find((one) => one.name === name)?.n ?? 0);
  return (
    <>
      <Facet
        title="Label"
        values={inOrder([...LABEL_NAMES, 'none'], facets.labels)}
        chosen={filter.labels ?? []}
        words={labelTitle}
        onToggle={(name) => change({ labels: toggled<string>(filter.labels, name) })}
      >
        <Choice
          title="Label of which method"
          bare
          value={filter.method ?? 'any'}
          options={[
            { value: 'any' as const, title: 'Any' },
            ...AUDIT_METHOD_NAMES.map((method) => ({
              value: method,
              title: method === 'counterfactual' ? 'Counterf.' : METHOD_TITLES[method],
            })),
          ]}
          onChange={(value) => change({ method: value === 'any' ? undefined : value })}
        />
      </Facet>
      <Choice
        title="Methods"
        value={filter.agreement ?? 'any'}
        options={[
          { value: 'any', title: 'Any' },
          { value: 'agree', title: 'Agree', count: agreement('agree') },
          { value: 'disagree', title: 'Disagree', count: agreement('disagree') },
        ]}
        onChange={(value) => change({ agreement: value === 'any' ? undefined : value })}
      />
      <Facet
        title="Data set"
        values={facets.datasets}
        chosen={filter.datasets ?? []}
        words={valueTitle}
        onToggle={(name) => change({ datasets: toggled(filter.datasets, name) })}
      />
      <Facet
        title="Capability"
        values={facets.capabilities}
        chosen={filter.capabilities ?? []}
        words={(name) => valueTitle(capabilityTitle(name))}
        mark={(name) => <CapabilityMark capability={name} />}
        onToggle={(name) => change({ capabilities: toggled(filter.capabilities, name) })}
      />
      {hasCategories ? (
        <Facet
          title="Category"
          values={facets.categories}
          chosen={filter.categories ?? []}
          words={valueTitle}
          onToggle={(name) => change({ categories: toggled(filter.categories, name) })}
        />
      ) : null}
      <Lengths lengths={facets.lengths} range={filter.length} onRange={(length) => change({ length })} />
      {against === undefined ? null : (
        <Facet
          title="Change"
          values={inOrder(ITEM_CHANGES, facets.changes)}
          chosen={filter.changes ?? []}
          words={(name) => CHANGE_TITLES[name as ItemChange]}
          mark={(name) => <ChangeMark change={name as ItemChange} />}
          onToggle={(name) => change({ changes: toggled<string>(filter.changes, name) })}
        />
      )}
      <Facet
        title="Flags"
        values={inOrder(ITEM_FLAGS, facets.flags).filter(({ n }) => n > 0)}
        chosen={filter.flags ?? []}
        words={(name) => FLAG_TITLES[name as ItemFlag]}
        onToggle={(name) => change({ flags: toggled<string>(filter.flags, name) })}
      />
    </>
  );
}

/** Counts in a fixed order, only of names that are known; those without a count are left out. */
const inOrder = (names: readonly string[], counts: readonly FacetCount[]): readonly FacetCount[] =>
  names.flatMap((name) => counts.filter((one) => one.name === name));

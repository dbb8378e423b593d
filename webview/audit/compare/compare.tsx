import type { AuditComparison, AuditSet, ItemChange } from '../../../src/protocol/audit';
import {
  Button,
  Dropdown,
  EmptyState,
  ErrorBanner,
  formatCount,
  Option,
  ProgressRing,
  useStore,
} from '../../kit';
import { ChangeMark } from '../parts/marks';
import { pWords } from '../parts/rate';
import { CHANGE_TITLES, valueTitle } from '../parts/titles';
import { act, useAuditor } from '../state/ask';
import { useModel } from '../state/context';
import { ITEM_CHANGES } from '../state/kept';
import './compare.css';

/** Most groups that are drawn. */
const MOST = 200;

/** This set beside another one, item by item. */
export function Compare({ set }: { readonly set: AuditSet }) {
  const model = useModel();
  const against = useStore(model.state, (state) => state.against);
  const revision = useStore(model.revision, (value) => value);
  const sets = useStore(model.sets, (value) => value);
  const { value, failure, pending, retry } = useAuditor(
    'compare',
    against === undefined ? undefined : { set: set.dir, against },
    revision,
  );
  const others = sets.filter(({ dir }) => dir !== set.dir);
  const known = others.some(({ dir }) => dir === against);
  const choose = (dir: string): void => {
    if (dir !== '') model.change({ against: dir });
    else model.state.set(({ against: _, ...state }) => state);
  };
  return (
    <div class="compare">
      <div class="compare-choice">
        <span>
          <b>{set.title}</b> compared with
        </span>
        <Dropdown label="Compare with" value={against ?? ''} onChange={choose}>
          <Option value="">(no other set)</Option>
          {against === undefined || known ? null : <Option value={against}>{lastPart(against)}</Option>}
          {others.slice(0, MOST).map(({ dir, title, model: name }) => (
            <Option key={dir} value={dir}>
              {title === name ? title : `${title} · ${name}`}
            </Option>
          ))}
        </Dropdown>
      </div>
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      {against === undefined ? (
        <EmptyState icon="git-compare" title="No other set is chosen">
          <p>
            Choose the audit of another model or run on the same items: what was fixed and what broke then
            stands beside each item.
          </p>
          <Button appearance="primary" onClick={() => act({ action: 'chooseAgainst', set: set.dir })}>
            Choose…
          </Button>
        </EmptyState>
      ) : value !== undefined ? (
        <Comparison comparison={value} />
      ) : pending && failure === undefined ? (
        <ProgressRing label="Comparing" />
      ) : null}
    </div>
  );
}

const lastPart = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function Comparison({ comparison }: { readonly comparison: AuditComparison }) {
  const { common, onlyFirst, onlySecond, counts, p, pMethod, accuracy, length, groups } = comparison;
  if (common === 0)
    return (
      <EmptyState icon="git-compare" title="The two sets have no item in common">
        Items are matched by data set and row: {formatCount(onlyFirst)} are only in this set,{' '}
        {formatCount(onlySecond)} only in the other.
      </EmptyState>
    );
  return (
    <>
      <div class="change-cards" role="group" aria-label="Changes">
        {ITEM_CHANGES.map((change) => (
          <ChangeButton key={change} change={change} n={counts[change]} of={common} />
        ))}
      </div>
      <dl class="compare-facts">
        <dt>Common items</dt>
        <dd class="numeric">
          {formatCount(common)}{' '}
          <span class="muted">
            ({formatCount(onlyFirst)} only here, {formatCount(onlySecond)} only there)
          </span>
        </dd>
        <dt>Fixed against broken</dt>
        <dd class="numeric">
          {pWords(p)} <span class="muted">({pMethod})</span>
        </dd>
        <dt>Accuracy</dt>
        <dd class="numeric">{accuracy}</dd>
        <dt>Trace length</dt>
        <dd class="numeric">{length}</dd>
      </dl>
      {groups.length === 0 ? null : <Groups groups={groups} />}
    </>
  );
}

interface ChangeButtonProps {
  readonly change: ItemChange;
  readonly n: number;
  readonly of: number;
}

function ChangeButton({ change, n, of }: ChangeButtonProps) {
  const show = useShowChange();
  return (
    <button
      type="button"
      class="change-card"
      onClick={() => show(change)}
      title={`Show the items that are ${change}`}
    >
      <ChangeMark change={change} />
      <span class="change-n numeric">{formatCount(n)}</span>
      <span class="change-title">{CHANGE_TITLES[change]}</span>
      <span class="muted numeric">of {formatCount(of)}</span>
    </button>
  );
}

/** Leads to the items of a change; some of them are right now, so that right ones are listed too. */
function useShowChange(): (change: ItemChange, dataset?: string) => void {
  const { change: set } = useModel();
  return (change, dataset) =>
    set({
      tab: 'browse',
      filter: {
        outcome: 'all',
        changes: [change],
        ...(dataset === undefined ? {} : { datasets: [dataset] }),
      },
    });
}

function Groups({ groups }: Pick<AuditComparison, 'groups'>) {
  const show = useShowChange();
  return (
    <section>
      <h2>By data set</h2>
      <div class="matrix-scroll" tabIndex={0} role="region" aria-label="Changes by data set">
        <table class="figure-table">
          <thead>
            <tr>
              <th scope="col">Data set</th>
              {ITEM_CHANGES.map((change) => (
                <th key={change} scope="col" class="end">
                  {CHANGE_TITLES[change]}
                </th>
              ))}
              <th scope="col" class="end">
                McNemar
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, MOST).map(({ name, counts, p }) => (
              <tr key={name}>
                <th scope="row">{valueTitle(name)}</th>
                {ITEM_CHANGES.map((change) => (
                  <td key={change} class="end numeric">
                    {counts[change] === 0 ? (
                      <span class="muted">0</span>
                    ) : (
                      <button
                        type="button"
                        class="plain-button"
                        aria-label={`${formatCount(counts[change])} ${change} in ${name}: show them`}
                        onClick={() => show(change, name)}
                      >
                        {formatCount(counts[change])}
                      </button>
                    )}
                  </td>
                ))}
                <td class="end numeric">{pWords(p)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

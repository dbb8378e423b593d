import type { RunComparison } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { EmptyState, ErrorBanner, formatDate, ProgressRing, useAsk } from '../../kit';
import { comparisonWords, letterOf, runTitles } from './differences';
import { MetricsTable } from './metrics-table';
import { SettingsTable } from './settings-table';
import './compare.css';

export interface CompareProps {
  /** Run folders; the first is the one that the others are compared with. */
  readonly runs: readonly string[];
  readonly revision: number;
}

/** Two or more runs side by side: in what they differ, and how each stage ended. */
export function Compare({ runs, revision }: CompareProps): JSX.Element {
  const { value, failure, retry } = useAsk('compare', runs.length < 2 ? undefined : { runs }, revision);
  if (runs.length < 2)
    return (
      <EmptyState icon="git-compare" title="Only one run is shown">
        Add a run with the run chooser at the top: its settings and results then stand beside this one’s, and
        its curves lie over these.
      </EmptyState>
    );
  return (
    <div class="compare">
      {failure !== undefined && <ErrorBanner failure={failure} onRetry={retry} />}
      {value !== undefined ? (
        <Comparison comparison={value} />
      ) : (
        failure === undefined && <ProgressRing label="Comparing" />
      )}
    </div>
  );
}

function Comparison({ comparison }: { readonly comparison: RunComparison }): JSX.Element {
  const { runs } = comparison;
  const titles = runTitles(runs);
  return (
    <>
      <ul class="compare-runs" aria-label="Compared runs">
        {runs.map((run, i) => (
          <li key={run.dir}>
            <b>{letterOf(i)}</b> {titles[i]}
            <span class="muted">
              {run.state}, {formatDate(run.created)}
              {run.rehearsal ? ', a rehearsal' : ''}
              {titles[i] === run.id ? '' : `, ${run.id}`}
            </span>
          </li>
        ))}
      </ul>
      <div class="compare-words">
        {comparisonWords(comparison).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <SettingsTable comparison={comparison} titles={titles} />
      <MetricsTable comparison={comparison} titles={titles} />
    </>
  );
}

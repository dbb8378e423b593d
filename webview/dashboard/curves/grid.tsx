import { useCallback, useMemo, useState } from 'preact/hooks';
import { isLive, type RunDetail } from '../../../src/protocol/runs';
import { EmptyState, ErrorBanner, useStore } from '../../kit';
import { useModel } from '../state/context';
import { runNames } from '../state/names';
import { Chart } from './chart';
import { chartsOf } from './charts';
import { Legend } from './legend';
import { Toolbar } from './toolbar';
import { useTrack } from './use-scene';
import './curves.css';

/** The curves: a toolbar, the runs' legend, and the charts as small multiples or one of them large. */
export function Curves({ main }: { readonly main: RunDetail }) {
  const model = useModel();
  const { runs, hidden } = useStore(model.state, (state) => state);
  const details = useStore(model.details, (value) => value);
  const failures = useStore(model.feed.data, (data) => data.failures);
  const [large, setLarge] = useState<string | undefined>(undefined);
  const [said, setSaid] = useState('');
  const metrics = runs.flatMap((run) => details.get(run)?.metrics.map(({ name }) => name) ?? []);
  const key = [...new Set(metrics)].sort().join('\n');
  const charts = useMemo(() => chartsOf(metrics), [key]);
  const names = runNames(runs, details);
  const stableNames = useMemo(() => names, [names.join('\n')]);
  const track = useTrack(main);
  const enlarge = useCallback((id: string) => setLarge((old) => (old === id ? undefined : id)), []);
  // The very same charts as long as what they stand on is the same: a live run is told anew ten times a second.
  const shown = useMemo(
    () =>
      charts
        .filter(({ id }) => (large === undefined ? !hidden.includes(id) : id === large))
        .map((spec) => (
          <Chart
            key={spec.id}
            spec={spec}
            track={track}
            names={stableNames}
            large={spec.id === large}
            onEnlarge={() => enlarge(spec.id)}
            say={setSaid}
          />
        )),
    [charts, large, hidden, track, stableNames],
  );
  const toolbar = useMemo(() => <Toolbar charts={charts} />, [charts]);

  if (charts.length === 0)
    return (
      <EmptyState icon="graph-line" title="No curves yet">
        {isLive(main.summary)
          ? 'The first figures come with the first training step.'
          : 'This run ended before its first training step. Its log says why.'}
      </EmptyState>
    );
  const failure = runs.map((run) => failures.get(run)).find((one) => one !== undefined);
  return (
    <div class="curves">
      {toolbar}
      <Legend names={stableNames} main={main} />
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={model.retry} />}
      {shown.length === 0 ? (
        <EmptyState icon="eye" title="All charts are hidden">
          Choose some with Charts in the toolbar.
        </EmptyState>
      ) : null}
      <div class={`grid ${large === undefined ? '' : 'grid-large'}`}>{shown}</div>
      <p id="chart-keys" class="visually-hidden">
        Arrow keys move the crosshair, with Shift the range. Plus and minus zoom, 0 shows everything, Enter
        enlarges the chart, T shows it as a table.
      </p>
      <p class="visually-hidden" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

import type { RunComparison } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { formatNumber, metricTitle } from '../../kit';
import { difference, letterOf } from './differences';
import type { ComparisonTableProps } from './settings-table';

/** How each metric of each stage ended and what it reached, with the difference to the first run. */
export function MetricsTable({ comparison, titles }: ComparisonTableProps): JSX.Element {
  const { metrics } = comparison;
  if (metrics.length === 0)
    return (
      <section>
        <h2>Results</h2>
        <p class="muted">None of the runs has reported a metric yet.</p>
      </section>
    );
  const stages = [...new Set(metrics.map(({ stage }) => stage))];
  return (
    <section>
      <h2>Results by stage</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Results by stage">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              {titles.flatMap((title, i) => [
                <th key={`${title} last`} scope="col" class="figure" title={title}>
                  <span class="visually-hidden">{title}: </span>
                  {letterOf(i)} last
                </th>,
                <th key={`${title} best`} scope="col" class="figure" title={title}>
                  <span class="visually-hidden">{title}: </span>
                  {letterOf(i)} best
                </th>,
                ...(i === 0
                  ? []
                  : [
                      <th
                        key={`${title} difference`}
                        scope="col"
                        class="figure"
                        title="Difference of the last values"
                      >
                        {letterOf(i)} − A
                      </th>,
                    ]),
              ])}
            </tr>
          </thead>
          {stages.map((stage) => (
            <tbody key={stage}>
              <tr class="compare-stage">
                <th scope="rowgroup" colSpan={1 + titles.length * 3 - 1}>
                  {stage}
                </th>
              </tr>
              {metrics
                .filter((entry) => entry.stage === stage)
                .map((entry) => (
                  <MetricRow key={entry.metric} entry={entry} runs={titles.length} />
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

interface MetricRowProps {
  readonly entry: RunComparison['metrics'][number];
  readonly runs: number;
}

function MetricRow({ entry, runs }: MetricRowProps): JSX.Element {
  const { metric, values } = entry;
  const first = values[0]?.last;
  return (
    <tr>
      <th scope="row" title={metric}>
        {metricTitle(metric)}
      </th>
      {Array.from({ length: runs }, (_, i) => {
        const value = values[i];
        const delta = i === 0 ? undefined : difference(metric, first, value?.last);
        return [
          <td key={`${i} last`} class="figure">
            {figure(value?.last)}
          </td>,
          <td key={`${i} best`} class="figure">
            {figure(value?.best)}
          </td>,
          i > 0 && (
            <td key={`${i} difference`} class={`figure ${delta?.kind ?? ''}`}>
              {delta === undefined ? '' : `${delta.text}${delta.kind === 'other' ? '' : ` ${delta.kind}`}`}
            </td>
          ),
        ];
      })}
    </tr>
  );
}

/** JSON brings what is not a number as null. */
const figure = (value: number | null | undefined): string =>
  value === undefined ? '–' : formatNumber(value ?? NaN);

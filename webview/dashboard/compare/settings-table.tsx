import type { RunComparison } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { letterOf } from './differences';

export interface ComparisonTableProps {
  readonly comparison: RunComparison;
  readonly titles: readonly string[];
}

/** The settings that differ, a row each. */
export function SettingsTable({ comparison, titles }: ComparisonTableProps): JSX.Element {
  const { settings, runs, unknown = [] } = comparison;
  const note = unknown.length > 0 && (
    <p class="muted">Unknown, because run.json cannot be read: the settings of {unknown.join(', ')}.</p>
  );
  if (settings.length === 0)
    return (
      <section>
        <h2>Settings</h2>
        {note}
        {runs.length - unknown.length > 1 && <p class="muted">Every setting of every stage is the same.</p>}
      </section>
    );
  return (
    <section>
      <h2>Settings that differ</h2>
      {note}
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Settings that differ">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">Setting</th>
              {titles.map((title, i) => (
                <th key={title} scope="col" title={title}>
                  {letterOf(i)} <span class="visually-hidden">{title}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {settings.map(({ stage, key, values }, row) => (
              <tr key={`${stage} ${key}`}>
                <td>
                  {settings[row - 1]?.stage === stage ? <span class="visually-hidden">{stage}</span> : stage}
                </td>
                <th scope="row">{key}</th>
                {titles.map((title, i) => (
                  <td key={title} class="setting">
                    {values[i] ?? <span class="muted">not set</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

import type { Comparison, RunComparison } from '../../compare';
import { printProbability } from '../../statistics';
import { figureCell, table } from '../figure';
import { html, type Markup } from '../html';

/** The second run against the first on the items of both. */
export function comparisonSection(comparison: RunComparison, second: string): Markup {
  const groups = [
    comparison.all,
    ...comparison.capabilities,
    ...(comparison.datasets.length > comparison.capabilities.length ? comparison.datasets : []),
  ];
  if (comparison.all.common === 0)
    return html`<p class="empty">The two runs share no items: their data sets or row ids differ.</p>`;
  return html`<p>
      ${second} minus this run, on the same items. <strong>Fixed</strong> and <strong>broken</strong> count
      items whose majority of samples changed.
    </p>
    ${table(
      'Changes on common items',
      [
        'Items',
        'Common',
        'Fixed',
        'Broken',
        'Still wrong',
        'Exact McNemar',
        'Difference of mean@k',
        'Difference of length',
      ],
      groups.map(row),
    )}
    ${table(
      'Verdicts of this run (rows) and of the second (columns)',
      ['', ...comparison.moves.labels],
      comparison.moves.labels.map(
        (label, i) =>
          html`<tr>
            <th scope="row">${label}</th>
            ${(comparison.moves.counts[i] ?? []).map((n, j) => html`<td class="n ${i === j && 'diagonal'}">${n}</td>`)}
          </tr>`,
      ),
      'compact',
    )}`;
}

const row = (group: Comparison): Markup =>
  html`<tr>
    <th scope="row">${group.name}</th>
    <td class="n">
      ${group.common}${group.onlyFirst + group.onlySecond > 0 && html`<br /><span class="note">${group.onlyFirst} and ${group.onlySecond} only in one</span>`}
    </td>
    <td class="n">${group.counts.fixed}</td>
    <td class="n">${group.counts.broken}</td>
    <td class="n">${group.counts['still wrong']}</td>
    <td>
      ${printProbability(group.test.p)}${group.adjusted !== undefined && html`<br /><span class="note">after Holm ${printProbability(group.adjusted)}</span>`}
    </td>
    ${figureCell(group.accuracy)}${figureCell(group.tokens)}
  </tr>`;

import { METRICS, type MetricName } from '../../../protocol';
import { groupBy } from '../../groups';
import { capabilityTag } from '../capabilities';
import { lineChart, WINDOW } from '../charts/lines';
import { short } from '../charts/scale';
import { behind, table } from '../figure';
import { html, type Markup, type Piece } from '../html';
import type { Curve, StageRow } from '../types';

/** Metrics worth a look first; the others follow in the order they come. */
const FIRST: readonly string[] = [
  'val_accuracy',
  'accuracy',
  'reward',
  'kl',
  'entropy',
  'response_length',
  'live_groups',
  'grad_norm',
];
const HIDDEN = new Set(['learning_rate', 'step_seconds', 'tokens_per_second']);
const MAX_CHARTS = 12;

/** Learning curves as small multiples: one metric a chart, the stages side by side. */
export function learningCurves(
  curves: readonly Curve[],
  others: readonly Curve[],
  stages: readonly StageRow[],
): Markup {
  if (curves.length === 0)
    return html`<p class="empty">No training events: this audit was made from predictions alone.</p>`;
  const byMetric = groupBy(curves, ({ metric }) => metric);
  const names = [...byMetric.keys()]
    .filter((name) => !HIDDEN.has(name))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_CHARTS);
  const capabilities = [...new Set(curves.map(({ capability }) => capability))];
  return html`<p class="legend">
      ${capabilities.map(capabilityTag)}${
        others.length > 0 &&
        html`<span class="capability"
          ><svg width="24" height="8" aria-hidden="true"><path class="line dashed" d="M0 4H24" /></svg>second
          run</span
        >`
      }
    </p>
    ${SORTED.map((sorted) => sortedNote(sorted, stages))}
    <div class="multiples">
      ${names.map((name) =>
        chart(
          name,
          byMetric.get(name) ?? [],
          others.filter(({ metric }) => metric === name),
        ),
      )}
    </div>
    <p class="note">
      Thin: every step; thick: running mean of ${WINDOW} steps where there are many. Stages side by side,
      steps counted on.
    </p>`;
}

const SORTED = [
  { difficulty: 'easy-to-hard', words: 'easy rows first', moves: 'fall' },
  { difficulty: 'hard-to-easy', words: 'hard rows first', moves: 'rise' },
] as const;

/** Sorted rows move the training curves by themselves: said before anyone reads a collapse into them. */
function sortedNote(
  { difficulty, words, moves }: (typeof SORTED)[number],
  stages: readonly StageRow[],
): Piece {
  const ids = stages.filter((stage) => stage.difficulty === difficulty).map(({ id }) => id);
  if (ids.length === 0) return false;
  return html`<p class="sorted lead">
    <strong>${ids.join(', ')}:</strong> ${words}, so within an epoch <em>accuracy</em> and <em>reward</em> of
    the training rows ${moves} by design, whatever is learned. Read <em>val accuracy</em>: its rows stay the
    same.
  </p>`;
}

const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

function chart(name: string, curves: readonly Curve[], others: readonly Curve[]): Markup {
  const known = Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;
  const unit = known === undefined || known.unit === '' ? '' : ` (${known.unit})`;
  const title = `${name.replaceAll('_', ' ')}${unit}`;
  const rows = [
    ...curves.map((curve) => ({ curve, run: 'this run' })),
    ...others.map((curve) => ({ curve, run: 'second run' })),
  ];
  return html`<figure>
    <figcaption>
      <strong>${title}</strong>${known !== undefined && html` <span class="note">${known.doc}</span>`}
    </figcaption>
    ${lineChart(title, curves, others)}
    ${behind(
      table(
        title,
        others.length > 0
          ? ['Run', 'Stage', 'First', 'Last', 'Lowest', 'Highest', 'Points']
          : ['Stage', 'First', 'Last', 'Lowest', 'Highest', 'Points'],
        rows.map(({ curve, run }) => summaryRow(curve, others.length > 0 ? run : undefined)),
      ),
    )}
  </figure>`;
}

function summaryRow({ stage, points }: Curve, run: string | undefined): Markup {
  const values = points.map(({ value }) => value).filter(Number.isFinite);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const cells = [values[0] ?? NaN, values.at(-1) ?? NaN, low, high].map(
    (value) => html`<td class="n">${short(value)}</td>`,
  );
  return html`<tr>
    ${run !== undefined && html`<td>${run}</td>`}
    <th scope="row">${stage}</th>
    ${cells}
    <td class="n">${points.length}</td>
  </tr>`;
}

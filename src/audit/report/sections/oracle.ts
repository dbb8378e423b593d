import type { OracleCheck } from '../../confusion';
import { figureHtml, table } from '../figure';
import { html, type Markup } from '../html';

/** The attribution held against the scenes' truth. */
export function oracleSection(oracle: OracleCheck): Markup {
  const { kappa, agreement } = oracle.agreement;
  return html`<p>
      The pictures of this data set carry their truth, so what a trace says it sees can be checked.
      <strong>Oracle:</strong> perception when a stated observation is false, reasoning when all are true and
      the answer is wrong.
    </p>
    ${table(
      'Attribution (rows) against oracle (columns), in failures',
      ['', ...oracle.columns],
      oracle.rows.map(
        (row, i) =>
          html`<tr>
            <th scope="row">${row}</th>
            ${(oracle.counts[i] ?? []).map((n, j) => html`<td class="n ${row === oracle.columns[j] && 'diagonal'}">${n}</td>`)}
          </tr>`,
      ),
      'compact',
    )}
    <dl class="facts">
      <div>
        <dt>Perception by the oracle</dt>
        <dd>${figureHtml(oracle.perception)}</dd>
      </div>
      <div>
        <dt>Both methods agree, where both decide</dt>
        <dd>${figureHtml(agreement)}</dd>
      </div>
      ${
        kappa !== undefined &&
        html`<div>
          <dt>Cohen’s kappa</dt>
          <dd>
            ${kappa.value.toFixed(2)}
            <span class="basis"
              >${kappa.low.toFixed(2).replace('-', '−')} to ${kappa.high.toFixed(2)}; ${kappa.method}</span
            >
          </dd>
        </div>`
      }
    </dl>`;
}

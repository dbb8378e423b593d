import {
  isLabel,
  LABELS,
  type AgreementFigure,
  type AuditFigures,
  type AuditMethod,
  type AuditRate,
} from '../../../protocol';
import { printCorrected, printKappa } from '../../figures';
import { figureCell, figureHtml, table } from '../figure';
import { html, type Markup } from '../html';

const ofRate = (rate: AuditRate | undefined): Markup =>
  figureCell(rate === undefined ? undefined : { kind: 'rate', ...rate });
const rateHtml = (rate: AuditRate): Markup => figureHtml({ kind: 'rate', ...rate });

/** What each method says of the failures, how the judge did on errors put there, and where the methods meet. */
export function methodsSection(figures: AuditFigures): Markup {
  const { perception, withheld, labels, corrected, controls, agreement, notes } = figures;
  const methods = [...new Set([...Object.keys(perception), ...Object.keys(withheld)])] as AuditMethod[];
  if (methods.length === 0)
    return html`<p class="empty">
      No failure has been attributed yet. <code>stagecraft audit --method judge</code> or
      <code>stagecraft label</code> begin.
    </p>`;
  return html`${table(
    'Perception among the failures, by method',
    ['Method', 'Share'],
    methods.map(
      (method) =>
        html`<tr>
          <th scope="row">${method}</th>
          ${perception[method] === undefined ? html`<td>withheld: ${withheld[method] ?? ''}</td>` : ofRate(perception[method])}
        </tr>`,
    ),
  )}
  ${corrected !== undefined && html`<p class="lead"><strong>Corrected for the judge’s errors:</strong> ${printCorrected(corrected)}</p>`}
  ${
    controls !== undefined &&
    html`<dl class="facts">
      <div>
        <dt>Perception errors put in that the judge found</dt>
        <dd>${rateHtml(controls.sensitivity)}</dd>
      </div>
      <div>
        <dt>Arithmetic errors put in that it did not call perception</dt>
        <dd>${rateHtml(controls.specificity)}</dd>
      </div>
    </dl>`
  }
  ${table(
    'Labels',
    ['Method', 'Label', 'Share'],
    labels.map(
      ({ method, label, rate }) =>
        html`<tr>
          <td>${method}</td>
          <th scope="row">${isLabel(label) ? LABELS[label].title : label}</th>
          ${ofRate(rate)}
        </tr>`,
    ),
  )}
  ${agreement.map(agreementBlock)} ${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

function agreementBlock(pair: AgreementFigure): Markup {
  const title = `${pair.first} (rows) against ${pair.second} (columns), in failures`;
  return html`${table(
      title,
      ['', ...pair.labels],
      pair.labels.map(
        (label, i) =>
          html`<tr>
            <th scope="row">${label}</th>
            ${(pair.counts[i] ?? []).map((n, j) => html`<td class="n ${i === j && 'diagonal'}">${n}</td>`)}
          </tr>`,
      ),
      'compact',
    )}
    <p class="note">Agreement ${rateHtml(pair.agreement)}; ${printKappa(pair)}.</p>`;
}

import { VERDICTS, type Verdict } from '../../attribution';
import type { AuditSummary } from '../../summary';
import { strip, type Part } from '../charts/strip';
import { behind, figureCell, figureHtml, table } from '../figure';
import { html, type Markup } from '../html';

const PARTS: readonly { readonly name: string; readonly kind: string; readonly of: readonly Verdict[] }[] = [
  { name: 'perception', kind: 'p-see', of: ['perception', 'perception-confirmed'] },
  { name: 'integration', kind: 'p-integration', of: ['integration'] },
  { name: 'reasoning', kind: 'p-think', of: ['reasoning'] },
  { name: 'excluded', kind: 'p-none', of: ['not-visual', 'unattributed'] },
];

/** Where failures come from, with the gate before anything else. */
export function attributionSection(summary: AuditSummary): Markup {
  const { attribution, mentions } = summary;
  const { gate, verdicts, perception, perceptionUnmentioned, integration, reasoning } = attribution;
  const told = gate.state === 'open' || gate.state === 'doubtful';
  const count = (of: readonly Verdict[]): number => of.reduce((sum, verdict) => sum + verdicts[verdict], 0);
  const parts: readonly Part[] = told
    ? PARTS.map(({ name, kind, of }) => ({ name, kind, n: count(of) }))
    : [{ name: 'failures, not attributed', kind: 'p-none', n: count(PARTS.flatMap(({ of }) => of)) }];
  const failures = parts.reduce((sum, { n }) => sum + n, 0);
  return html`<p class="gate ${gate.state}">
      <strong>Gate.</strong> ${gate.message} <span class="basis">${figureHtml(gate.accuracy)}</span>
    </p>
    ${failures === 0 ? html`<p class="empty">No failures: nothing to attribute.</p>` : strip(`${failures} failures: ${parts.map(({ name, n }) => `${n} ${name}`).join(', ')}`, parts)}
    ${
      told &&
      html`${table(
        'Shares of the attributed failures',
        ['Label', 'Share', 'Meaning'],
        [
          shareRow('Perception', figureCell(perception), VERDICTS.perception),
          ...(perceptionUnmentioned === undefined
            ? []
            : [
                shareRow(
                  '… where the description does not mention the answer',
                  figureCell(perceptionUnmentioned),
                  'The strictest reading of a leak: a small number in a description may be an accident.',
                ),
              ]),
          shareRow('Integration', figureCell(integration), VERDICTS.integration),
          shareRow('Reasoning', figureCell(reasoning), VERDICTS.reasoning),
        ],
      )}
      ${behind(
        table(
          'Verdicts of all items',
          ['Verdict', 'Items', 'Meaning'],
          (Object.keys(VERDICTS) as Verdict[]).map(
            (verdict) =>
              html`<tr>
                <th scope="row">${verdict}</th>
                <td class="n">${verdicts[verdict]}</td>
                <td>${VERDICTS[verdict]}</td>
              </tr>`,
          ),
        ),
      )}`
    }
    <p class="note">
      An item counts as solved in an arm when at least half of its samples are right, of 4 or more.
      ${attribution.stochastic} of the failures are sometimes right from the image.
    </p>
    <p class="note">
      Leak check (${mentions.method}): descriptions mention their item’s answer ${figureHtml(mentions.own)};
      with descriptions shuffled among the items ${figureHtml(mentions.shuffled)}. Where both are alike,
      mentions are accidents. Whether a model could answer without any description is what the arm
      <em>neither</em> shows.
    </p>`;
}

const shareRow = (name: string, cell: Markup, meaning: string): Markup =>
  html`<tr>
    <th scope="row">${name}</th>
    ${cell}
    <td class="note">${meaning}</td>
  </tr>`;

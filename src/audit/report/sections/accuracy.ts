import { ARMS, type Arm } from '../../../protocol';
import type { AuditSummary, GroupSummary } from '../../summary';
import { capabilityTag } from '../capabilities';
import { dotPlot } from '../charts/dots';
import { short } from '../charts/scale';
import { behind, figureCell, figureHtml, table } from '../figure';
import { html, type Markup } from '../html';

/** Accuracy of each arm: the same items with and without the image. */
export function armTable(summary: AuditSummary): Markup {
  return table(
    'Accuracy by what the model is given',
    ['Given', 'mean@k', 'Solved (half or more right)', 'Greedy'],
    Object.entries(summary.arms).map(
      ([arm, accuracy]) =>
        html`<tr>
          <th scope="row">
            ${arm}<br /><span class="note">${ARMS[arm as Arm]}, k = ${accuracy.samples.most}</span>
          </th>
          ${figureCell(accuracy.mean)}${figureCell(accuracy.solved)}${figureCell(accuracy.greedy)}
        </tr>`,
    ),
  );
}

/** Groups as dot plots: solved from the image, and the share of perception where it may be told. */
export function groupPlots(
  title: string,
  groups: readonly GroupSummary[],
  others: readonly GroupSummary[],
): Markup {
  const other = (name: string): GroupSummary | undefined => others.find((group) => group.name === name);
  const solved = groups.flatMap((group) =>
    group.accuracy === undefined
      ? []
      : [
          {
            name: group.name,
            capability: group.capability,
            figure: group.accuracy.solved,
            other: other(group.name)?.accuracy?.solved,
          },
        ],
  );
  const shares = groups.flatMap((group) =>
    group.attribution.perception === undefined || group.attribution.perception.n === 0
      ? []
      : [
          {
            name: group.name,
            capability: group.capability,
            figure: group.attribution.perception,
            other: other(group.name)?.attribution.perception,
          },
        ],
  );
  return html`<div class="multiples wide">
      <figure>
        <figcaption><strong>Solved from the image, by ${title}</strong></figcaption>
        ${dotPlot(`Solved from the image, by ${title}`, solved)}
      </figure>
      <figure>
        <figcaption><strong>Perception among attributed failures, by ${title}</strong></figcaption>
        ${shares.length === 0 ? html`<p class="empty">No ${title} has failures that may be attributed.</p>` : dotPlot(`Perception share by ${title}`, shares)}
      </figure>
    </div>
    ${others.length > 0 && html`<p class="note">Filled: this run; hollow: the second. Whiskers: Wilson 95 %.</p>`}
    ${behind(
      table(
        `By ${title}`,
        [
          title,
          'Items',
          'Solved from the image',
          'Perception among failures',
          'Solved from descriptions (gate)',
        ],
        groups.map(
          (group) =>
            html`<tr>
              <th scope="row">
                ${group.name}<br />${group.capability !== group.name && capabilityTag(group.capability)}
              </th>
              <td class="n">${group.items}</td>
              ${figureCell(group.accuracy?.solved)}${group.attribution.perception === undefined ? html`<td class="none">${group.attribution.gate.state === 'absent' ? 'no description arm' : 'withheld: gate closed'}</td>` : figureCell(group.attribution.perception)}${figureCell(group.attribution.gate.accuracy)}
            </tr>`,
        ),
      ),
    )}`;
}

/** Lengths and forms of the responses. */
export function responses(summary: AuditSummary): Markup {
  const { traces } = summary;
  return html`<dl class="facts">
    <div>
      <dt>Length</dt>
      <dd>${figureHtml(traces.mean)}</dd>
    </div>
    <div>
      <dt>Median, 90th percentile, longest</dt>
      <dd>${short(traces.median)}, ${short(traces.p90)}, ${short(traces.longest)} tokens</dd>
    </div>
    <div>
      <dt>Right and wrong responses</dt>
      <dd>
        ${short(traces.right.mean)} tokens (${traces.right.n}) and ${short(traces.wrong.mean)} tokens
        (${traces.wrong.n}); of different items, so no effect of length
      </dd>
    </div>
    <div>
      <dt>Cut off at the limit</dt>
      <dd>${figureHtml(traces.truncated)}</dd>
    </div>
    <div>
      <dt>Without an answer</dt>
      <dd>${figureHtml(traces.unanswered)}</dd>
    </div>
    <div>
      <dt>Answer not in exactly one box</dt>
      <dd>${figureHtml(traces.unboxed)}</dd>
    </div>
  </dl>`;
}

import { capabilityTag } from '../capabilities';
import { figureHtml, table } from '../figure';
import { html, type Markup } from '../html';
import type { ReportRun, StageRow } from '../types';

/** Name of the run, the two figures that matter, and what was wrong with its predictions. */
export function overview(run: ReportRun, other: ReportRun | undefined): Markup {
  const { summary } = run.audit;
  const { attribution, arms, predictions } = summary;
  const accuracy = arms.image;
  return html`<header>
    <p class="kicker">
      Stagecraft audit${other !== undefined && html` · compared with <strong>${other.title}</strong>`}
    </p>
    <h1>${run.title}</h1>
    ${run.subtitle !== undefined && html`<p class="subtitle">${run.subtitle}</p>`}
    <div class="headline">
      <div>
        <h2>Right from the image</h2>
        ${
          accuracy === undefined
            ? html`<p class="empty">No image arm in the predictions.</p>`
            : html`<p>${figureHtml(accuracy.mean)}</p>
                <p class="note">
                  mean@${accuracy.samples.most}: the mean over items of the share of sampled answers that are
                  right.
                </p>`
        }
      </div>
      <div>
        <h2>Failures that are perception</h2>
        ${
          attribution.perception === undefined
            ? html`<p class="value">withheld</p>
                <p class="gate ${attribution.gate.state}">${attribution.gate.message}</p>`
            : html`<p>${figureHtml(attribution.perception)}</p>
                <p class="note">
                  wrong from the image, right from a description of it.
                  <span class="gate ${attribution.gate.state}">Gate: ${attribution.gate.message}</span>
                </p>`
        }
      </div>
    </div>
    ${(predictions.broken > 0 || predictions.duplicates > 0) && html`<p class="warning">Of ${predictions.lines} lines in the predictions file, ${predictions.broken} could not be read and ${predictions.duplicates} repeat an earlier one (the last counts).</p>`}
  </header>`;
}

/** What was trained, stage by stage. */
export function stageTable(stages: readonly StageRow[]): Markup {
  if (stages.length === 0) return html`<p class="empty">The run folder tells nothing of its stages.</p>`;
  const head = ['Stage', 'Capability', 'State', 'Starts from', 'Rows', 'Order', 'Steps', 'Time'];
  return table(
    'Stages in the order they were trained',
    head,
    stages.map(
      (stage) =>
        html`<tr>
          <th scope="row">${stage.id}</th>
          <td>${capabilityTag(stage.capability)}</td>
          <td>${stage.state}</td>
          <td>${stage.from}</td>
          <td class="n">${stage.rows.toLocaleString('en-US')}</td>
          <td>${stage.order}</td>
          <td>${stage.steps}</td>
          <td class="n">${stage.seconds === undefined ? '–' : duration(stage.seconds)}</td>
        </tr>`,
    ),
  );
}

const duration = (seconds: number): string =>
  seconds < 90
    ? `${seconds.toFixed(0)} s`
    : seconds < 5400
      ? `${(seconds / 60).toFixed(1)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

import { ARMS, type Arm, type ModelResponse, type Prediction } from '../../../protocol';
import { grade } from '../../../rewards';
import { VERDICTS, type Decision } from '../../attribution';
import type { Change } from '../../compare';
import { shareRight, type Item } from '../../items';
import { judgeTrace, parseScene } from '../../oracle';
import { capabilityTag } from '../capabilities';
import { html, type Markup, type Piece } from '../html';
import type { ItemTexts } from '../texts';

/** All that is shown of one item. */
export interface Failure {
  readonly item: Item;
  readonly decision: Decision;
  readonly texts: ItemTexts;
  /** Pictures as indices into the page's store, or why one is not shown. */
  readonly images: readonly (number | string)[];
  readonly change?: Change;
  readonly second?: { readonly item: Item; readonly texts: ItemTexts };
}

const MAX_TEXT = 6_000;
const cut = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n… (${text.length - MAX_TEXT} more characters)` : text;

export function failureCard(failure: Failure): Markup {
  const { item, decision, texts, change } = failure;
  const prediction = texts.image ?? Object.values(texts)[0];
  const response = prediction === undefined ? undefined : wrongResponse(prediction);
  return html`<article
    class="card"
    tabindex="-1"
    data-capability="${item.capability}"
    data-dataset="${item.dataset}"
    data-verdict="${decision.verdict}"
    data-oracle="${item.oracle?.label ?? ''}"
    data-change="${change ?? ''}"
    aria-label="${item.dataset} ${item.row}"
  >
    <div class="pictures">
      ${failure.images.map(picture)}${failure.images.length === 0 && html`<p class="no-picture">no image</p>`}
    </div>
    <div class="body">
      <p class="where">
        ${capabilityTag(item.capability)}<span>${item.dataset}</span><span class="row">${item.row}</span>
      </p>
      <h3>
        ${cut(prediction?.question ?? '')
          .replaceAll('<image>', '')
          .trim()}
      </h3>
      ${
        prediction?.options !== undefined &&
        html`<ol class="options" type="A">
          ${prediction.options.map((option) => html`<li>${cut(option)}</li>`)}
        </ol>`
      }
      <p class="verdict v-${decision.verdict}">
        <strong>${decision.verdict}</strong>
        ${VERDICTS[decision.verdict]}${decision.excluded !== undefined && html` <em>Excluded: ${decision.excluded}.</em>`}${change !== undefined && html` <em>Second run: ${change}.</em>`}
      </p>
      ${oracleLine(item, prediction, response)}
      <dl class="answer">
        <div>
          <dt>Gold</dt>
          <dd>${cut(item.gold)}</dd>
        </div>
        ${
          response !== undefined &&
          html`<div>
            <dt>Given</dt>
            <dd>${cut(given(response, prediction))}</dd>
          </div>`
        }
      </dl>
      ${response !== undefined && html`<pre class="trace">${cut(response.text)}</pre>`}
      ${prediction?.caption !== undefined && html`<p class="caption"><span>Description</span> ${cut(prediction.caption)}</p>`}
      ${armLines(item)} ${secondRun(failure)}
      <details class="all">
        <summary>All answers</summary>
        ${Object.values(texts).map(answers)}
      </details>
    </div>
  </article>`;
}

const picture = (image: number | string): Markup =>
  typeof image === 'number'
    ? html`<img data-image="${image}" alt="The item’s picture" width="256" />`
    : html`<p class="no-picture">picture ${image}</p>`;

/** The oracle's label, with what the shown trace gets wrong where it is that. */
function oracleLine(
  { oracle }: Item,
  prediction: Prediction | undefined,
  response: ModelResponse | undefined,
): Piece {
  if (oracle === undefined) return undefined;
  const scene = parseScene(prediction?.scene);
  const shown = scene === undefined || response === undefined ? undefined : judgeTrace(response.text, scene);
  const { counts } = oracle;
  return html`<p class="oracle">
    <strong>Oracle: ${oracle.label}</strong
    >${shown?.said !== undefined && shown.truth !== undefined && html`: says “${cut(shown.said)}”, but ${cut(shown.truth)}`}
    <span class="note"
      >(wrong samples: ${counts.perception} perception, ${counts.reasoning} reasoning, ${counts.unclear}
      unclear)</span
    >
  </p>`;
}

/** The response to read: the greedy one when it is wrong, else the first wrong sample. */
function wrongResponse(prediction: Prediction): ModelResponse | undefined {
  const all = [...(prediction.greedy === undefined ? [] : [prediction.greedy]), ...prediction.samples];
  return all.find((response) => !isRight(response, prediction)) ?? all[0];
}

const gradeOf = (response: ModelResponse, prediction: Prediction): ReturnType<typeof grade> =>
  grade(
    response.text,
    prediction.answer,
    prediction.options === undefined ? {} : { options: prediction.options },
  );
const isRight = (response: ModelResponse, prediction: Prediction): boolean =>
  gradeOf(response, prediction).correct;
const given = (response: ModelResponse, prediction: Prediction | undefined): string =>
  (prediction === undefined ? undefined : gradeOf(response, prediction).extracted) ??
  (response.truncated ? 'none (cut off)' : 'none');

function armLines(item: Item): Markup {
  const arms = (Object.keys(ARMS) as Arm[]).filter((arm) => item.arms[arm] !== undefined);
  return html`<ul class="arms">
    ${arms.map((arm) => {
      const result = item.arms[arm];
      const p = shareRight(result) ?? 0;
      return html`<li class="${p >= 0.5 ? 'yes' : 'no'}" title="${ARMS[arm]}">
        <span class="sign" aria-hidden="true">${p >= 0.5 ? '✓' : '✗'}</span> ${arm}
        <span class="n">${result?.right ?? 0} of ${result?.k ?? 0} right</span>
      </li>`;
    })}
  </ul>`;
}

function answers(prediction: Prediction): Markup {
  const { greedy, samples } = prediction;
  const line = (name: string, response: ModelResponse): Markup => {
    const right = isRight(response, prediction);
    return html`<li class="${right ? 'yes' : 'no'}">
      <span class="sign">${right ? '✓' : '✗'}<span class="hidden">${right ? 'right' : 'wrong'}</span></span>
      <span class="note">${name}, ${response.tokens} tokens${response.truncated && ', cut off'}</span>
      <pre>${cut(response.text)}</pre>
    </li>`;
  };
  return html`<section>
    <h4>${prediction.arm} <span class="note">${ARMS[prediction.arm]}</span></h4>
    ${prediction.description !== undefined && prediction.description !== prediction.caption && html`<p class="caption"><span>Given</span> ${cut(prediction.description)}</p>`}
    <ul class="answers">
      ${greedy !== undefined && line('greedy', greedy)}${samples.map((sample, i) => line(`sample ${i + 1}`, sample))}
    </ul>
  </section>`;
}

function secondRun({ second }: Failure): Piece {
  const prediction = second?.texts.image;
  if (second === undefined || prediction === undefined) return undefined;
  const result = second.item.arms.image;
  const solved = (shareRight(result) ?? 0) >= 0.5;
  const response = solved
    ? prediction.samples.find((sample) => isRight(sample, prediction))
    : wrongResponse(prediction);
  return html`<div class="second">
    <p><strong>Second run</strong> ${result?.right ?? 0} of ${result?.k ?? 0} right from the image</p>
    ${response !== undefined && html`<pre class="trace">${cut(response.text)}</pre>`}
  </div>`;
}

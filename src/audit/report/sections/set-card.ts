import { LABELS, type VerdictDetail } from '../../../protocol';
import type { IndexedItem } from '../../../results';
import { capabilityTag } from '../capabilities';
import { html, type Markup } from '../html';
import { markedResponse } from './marked';

/** A failure of an audit set with all that was said of it. */
export interface SetFailure {
  readonly item: IndexedItem;
  readonly details: readonly VerdictDetail[];
  /** Pictures as indices into the page's store, or why one is not shown. */
  readonly images: readonly (number | string)[];
}

const MAX_TEXT = 6_000;
const cut = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n… (${text.length - MAX_TEXT} more characters)` : text;

/** One failure: picture, question, answer, what each method says, and the response with the judge's claims. */
export function setCard({ item, details, images }: SetFailure): Markup {
  const judge = details.find((detail) => detail.method === 'judge');
  const said = details[0];
  return html`<article
    class="card"
    tabindex="-1"
    data-capability="${item.capability}"
    data-dataset="${item.dataset}"
    data-verdict="${said?.label ?? 'none'}"
    aria-label="${item.dataset} ${item.row}"
  >
    <div class="pictures">
      ${images.map((image) => (typeof image === 'number' ? html`<img data-image="${image}" alt="The item’s picture" width="256" />` : html`<p class="no-picture">picture ${image}</p>`))}${images.length === 0 && html`<p class="no-picture">no image</p>`}
    </div>
    <div class="body">
      <p class="where">
        ${capabilityTag(item.capability)}<span>${item.dataset}</span><span class="row">${item.row}</span>
      </p>
      <h3>${cut(item.question).replaceAll('<image>', '').trim()}</h3>
      ${
        item.options.length > 0 &&
        html`<ol class="options" type="A">
          ${item.options.map((option) => html`<li>${cut(option)}</li>`)}
        </ol>`
      }
      ${details.map(verdictLine)}
      <dl class="answer">
        <div>
          <dt>Gold</dt>
          <dd>${cut(item.gold)}</dd>
        </div>
        <div>
          <dt>Given</dt>
          <dd>${cut(item.extracted ?? 'none')}</dd>
        </div>
      </dl>
      ${judge === undefined ? html`<pre class="trace">${cut(item.response)}</pre>` : markedResponse(cut(item.response), judge)}
      ${item.caption !== undefined && html`<p class="caption"><span>Description</span> ${cut(item.caption)}</p>`}
    </div>
  </article>`;
}

function verdictLine(detail: VerdictDetail): Markup {
  const { method, label, subtype, by, note } = detail;
  const why =
    detail.method === 'judge'
      ? detail.rationale
      : detail.method === 'counterfactual'
        ? `${detail.verdict}: ${detail.arms.map(({ arm, k, right }) => `${arm} ${right} of ${k} right`).join(', ')}`
        : '';
  return html`<p class="verdict">
    <strong>${LABELS[label].title}</strong>${subtype !== undefined && ` (${subtype.replaceAll('_', ' ')})`}
    <span class="note">${method}${by !== '' && `, ${by}`}</span> ${cut(why)}
    ${note !== undefined && html`<em>${cut(note)}</em>`}${detail.method === 'judge' && detail.unfound.length > 0 && html` <em>Quoted and not in the response: ${detail.unfound.map(cut).join(' · ')}</em>`}
  </p>`;
}

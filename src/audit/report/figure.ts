import { printFigure, printPercent, type Figure } from '../statistics';
import { html, type Markup } from './html';

/** A figure for reading: the value, and beneath it all that belongs to it. */
export function figureHtml(figure: Figure): Markup {
  const [value, rest] = split(unbroken(printFigure(figure)));
  return html`<span class="figure"
    ><span class="value">${value}</span> <span class="basis">${rest}</span></span
  >`;
}

/** A figure in a table cell, its basis below in small type. */
export const figureCell = (figure: Figure | undefined): Markup =>
  figure === undefined ? html`<td class="none">not measured</td>` : html`<td>${figureHtml(figure)}</td>`;

/** Numbers stay with their sign and unit at the end of a line. */
const unbroken = (text: string): string => text.replaceAll(' %', '\u00a0%').replaceAll('–', '\u2060–\u2060');

function split(text: string): readonly [string, string] {
  const at = text.indexOf(' (');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2, -1)];
}

export { printPercent };

/** A table with a caption; figures right-aligned by class. */
export function table(
  caption: string,
  head: readonly (string | Markup)[],
  rows: readonly Markup[],
  kind: 'wide' | 'compact' = 'wide',
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="${kind}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** The table behind a chart: the same numbers, to read instead of the picture. */
export const behind = (content: Markup): Markup =>
  html`<details class="data">
    <summary>As a table</summary>
    ${content}
  </details>`;

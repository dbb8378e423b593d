import { html, type Markup } from '../html';
import { linear, px } from './scale';

export interface Part {
  readonly name: string;
  readonly n: number;
  /** Class that colours and hatches it. */
  readonly kind: string;
}

const WIDTH = 1000;
const HATCH = html`<defs>
  <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="hatch-ground" width="8" height="8" />
    <line class="hatch-line" x1="0" x2="0" y1="0" y2="8" />
  </pattern>
</defs>`;

/** Parts of a whole as one bar, with a legend that counts them; hatching tells them apart without colour. */
export function strip(title: string, parts: readonly Part[]): Markup {
  const total = parts.reduce((sum, { n }) => sum + n, 0);
  const x = linear([0, total], [0, WIDTH]);
  let start = 0;
  const blocks = parts.map(({ n, kind }) => {
    const [from, to] = [x(start), x(start + n)];
    start += n;
    return (
      n > 0 &&
      html`<rect
        class="part ${kind}"
        x="${px(from)}"
        y="0"
        width="${px(Math.max(1, to - from - 2))}"
        height="26"
      />`
    );
  });
  const legend = parts.map(
    ({ name, n, kind }) =>
      html`<span class="capability"
        ><svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
          <rect class="part ${kind}" width="14" height="14" /></svg
        >${n} ${name}</span
      >`,
  );
  return html`<svg
      class="chart strip"
      viewBox="0 0 ${WIDTH} 26"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}"
    >
      ${HATCH}${blocks}
    </svg>
    <p class="legend">${legend}</p>`;
}

import type { Figure } from '../../statistics';
import { capabilityMark } from '../capabilities';
import { html, type Markup } from '../html';
import { linear, px } from './scale';

export interface Dot {
  readonly name: string;
  readonly capability: string;
  readonly figure: Figure;
  /** The second run's figure: a hollow mark below. */
  readonly other?: Figure | undefined;
}

const WIDTH = 480;
const LEFT = 136;
const RIGHT = 24;
const ROW = 34;

/** Rates in [0, 1] with their intervals, one row each: a dot plot, so that overlap of intervals can be seen. */
export function dotPlot(title: string, dots: readonly Dot[]): Markup {
  const height = dots.length * ROW + 28;
  const x = linear([0, 1], [LEFT, WIDTH - RIGHT]);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (value) =>
      html`<line class="grid" x1="${px(x(value))}" x2="${px(x(value))}" y1="4" y2="${height - 22}" />
        <text class="tick" x="${px(x(value))}" y="${height - 6}" text-anchor="middle"
          >${100 * value} %</text
        >`,
  );
  const rows = dots.map(({ name, capability, figure, other }, i) => {
    const middle = 4 + ROW * (i + 0.5);
    const second = other === undefined || other.n === 0 ? undefined : other;
    const y = second === undefined ? middle : middle - 6;
    return html`<text class="label" x="${LEFT - 14}" y="${px(middle + 4)}" text-anchor="end"
        >${clip(name)}</text
      >
      ${figure.n > 0 && html`${whisker(figure, x, y)}${capabilityMark(capability, x(figure.value), y)}`}
      ${second !== undefined && html`${whisker(second, x, middle + 7)}<circle class="hollow" cx="${px(x(second.value))}" cy="${px(middle + 7)}" r="4" />`}`;
  });
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
    ${grid}${rows}
  </svg>`;
}

const clip = (name: string): string => (name.length > 19 ? `${name.slice(0, 18)}…` : name);

function whisker(figure: Figure, x: (value: number) => number, y: number): Markup {
  if (!Number.isFinite(figure.low)) return html``;
  const [low, high] = [px(x(figure.low)), px(x(figure.high))];
  return html`<line class="whisker" x1="${low}" x2="${high}" y1="${px(y)}" y2="${px(y)}" />
    <line class="whisker" x1="${low}" x2="${low}" y1="${px(y - 4)}" y2="${px(y + 4)}" />
    <line class="whisker" x1="${high}" x2="${high}" y1="${px(y - 4)}" y2="${px(y + 4)}" />`;
}

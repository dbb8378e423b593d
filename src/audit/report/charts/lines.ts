import { capabilityClass } from '../capabilities';
import { html, type Markup } from '../html';
import type { Curve } from '../types';
import { linear, px, short, ticks } from './scale';

const WIDTH = 420;
const HEIGHT = 190;
const LEFT = 46;
const RIGHT = 10;
const TOP = 22;
const BOTTOM = 26;
/** Curves with more points are drawn thinned: a page holds many, and the eye sees no more. */
const MAX_POINTS = 400;
/** From so many points on, a running mean is drawn over the raw curve. */
const NOISY = 30;
export const WINDOW = 9;

/** One metric over all stages, side by side along the steps; the second run dashed on the same axes. */
export function lineChart(title: string, curves: readonly Curve[], others: readonly Curve[]): Markup {
  const all = [...curves, ...others].flatMap(({ points }) => points);
  const values = all.map(({ value }) => value).filter(Number.isFinite);
  if (values.length === 0) return html`<p class="empty">No values.</p>`;
  const range = rangeOf(values);
  const first = placed(curves);
  const second = placed(others);
  const x = linear([0, Math.max(first.total, second.total, 1)], [LEFT, WIDTH - RIGHT]);
  const y = linear(range, [HEIGHT - BOTTOM, TOP]);
  const grid = ticks(...range).map(
    (value) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(value))}" y2="${px(y(value))}" />
        <text class="tick" x="${LEFT - 6}" y="${px(y(value) + 4)}" text-anchor="end">${short(value)}</text>`,
  );
  const stages = first.curves.map(
    ({ curve, from, to }) =>
      html`<line
          class="stage-edge"
          x1="${px(x(from))}"
          x2="${px(x(from))}"
          y1="${TOP - 8}"
          y2="${HEIGHT - BOTTOM}"
        />
        <text class="stage-name" x="${px(x(from) + 4)}" y="${TOP - 10}"
          >${fit(curve.stage, x(to) - x(from))}</text
        >
        <text class="tick" x="${px(x(to))}" y="${HEIGHT - 8}" text-anchor="end">${to}</text>`,
  );
  const draw = (list: typeof first, dashed: boolean): readonly Markup[] =>
    list.curves.map(({ curve, from }) => path(curve, from, x, y, dashed));
  return html`<svg class="chart lines" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${grid}${stages}
    <text class="tick" x="${LEFT}" y="${HEIGHT - 8}">step</text>
    ${draw(second, true)}${draw(first, false)}
  </svg>`;
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Shares keep their natural scale, so that two charts can be compared by eye.
  if (low >= 0 && high <= 1 && high > 0.2) return [0, 1];
  if (low >= 0 && low < high / 2) low = 0;
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function placed(curves: readonly Curve[]): {
  readonly curves: readonly { readonly curve: Curve; readonly from: number; readonly to: number }[];
  readonly total: number;
} {
  let from = 0;
  const result = curves.map((curve) => {
    const to = from + (curve.points.at(-1)?.step ?? 0);
    const entry = { curve, from, to };
    from = to;
    return entry;
  });
  return { curves: result, total: from };
}

function path(
  curve: Curve,
  from: number,
  x: (v: number) => number,
  y: (v: number) => number,
  dashed: boolean,
): Markup {
  const finite = curve.points.filter(({ value }) => Number.isFinite(value));
  const stride = Math.ceil(finite.length / MAX_POINTS);
  const kept = finite.filter((_, i) => i % stride === 0 || i === finite.length - 1);
  const line = (points: Curve['points']): string =>
    points
      .map(({ step, value }, i) => `${i === 0 ? 'M' : 'L'}${px(x(from + step))} ${px(y(value))}`)
      .join('');
  const kind = `${capabilityClass(curve.capability)}${dashed ? ' dashed' : ''}`;
  const dots =
    kept.length <= 16
      ? kept.map(
          ({ step, value }) =>
            html`<circle class="point ${kind}" cx="${px(x(from + step))}" cy="${px(y(value))}" r="2.5" />`,
        )
      : [];
  if (kept.length < NOISY) return html`<path class="line ${kind}" d="${line(kept)}" />${dots}`;
  return html`<path class="line faint ${kind}" d="${line(kept)}" /><path
      class="line ${kind}"
      d="${line(smooth(kept))}"
    />`;
}

/** Centred running mean, its window cut at the ends. */
function smooth(points: Curve['points']): Curve['points'] {
  const half = (WINDOW - 1) / 2;
  return points.map(({ step }, i) => {
    const near = points.slice(Math.max(0, i - half), i + half + 1);
    return { step, value: near.reduce((sum, { value }) => sum + value, 0) / near.length };
  });
}

const fit = (name: string, width: number): string => {
  const letters = Math.floor((width - 6) / 6.2);
  return name.length <= letters ? name : letters < 3 ? '' : `${name.slice(0, letters - 1)}…`;
};

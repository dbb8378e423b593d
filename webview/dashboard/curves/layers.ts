import type uPlot from 'uplot';
import { brokenAfter, isBucketed, nearest, shownValues, type Line } from './lines';
import { trace, type Pen } from './trace';
import type { Scene } from './plot';

// What a plot draws beside uPlot's lines. Canvas pixels throughout: `ratio` of them are a CSS pixel.

const ratio = (): number => window.devicePixelRatio || 1;

const clipped = (u: uPlot, draw: (context: CanvasRenderingContext2D) => void): void => {
  const { ctx: context, bbox } = u;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  draw(context);
  context.restore();
};

const placeX = (u: uPlot, x: number): number => u.valToPos(x, 'x', true);

/**
 * The stroke of the main run's lines: the colour of the capability that is trained at each place. Plain when there is
 * only one, or none.
 */
export function stageGradient(u: uPlot, { stages, paint }: Scene): string | CanvasGradient {
  const [first] = stages;
  const color = (stage: Scene['stages'][number] | undefined): string => paint.capability(stage?.capability);
  if (first === undefined || stages.every((stage) => color(stage) === color(first))) return color(first);
  const { left, width } = u.bbox;
  if (width <= 0) return color(first);
  const gradient = u.ctx.createLinearGradient(left, 0, left + width, 0);
  const share = (x: number): number => Math.min(1, Math.max(0, (placeX(u, x) - left) / width));
  stages.forEach((stage, i) => {
    const next = stages[i + 1];
    // Up to the next one's beginning: what lies between belongs to the stage that was.
    const [from, to] = [i === 0 ? 0 : share(stage.from), next === undefined ? 1 : share(next.from)];
    gradient.addColorStop(from, color(stage));
    gradient.addColorStop(to, color(stage));
  });
  return gradient;
}

/** A thin strip in the capability's colour below the curves, a line where a stage begins, and its name. */
export function drawStages(u: uPlot, { stages, paint }: Scene): void {
  const { ctx: context, bbox } = u;
  const r = ratio();
  const bottom = bbox.top + bbox.height;
  context.save();
  context.font = paint.font.replace(/^(\d+)px/, (_, size: string) => `${Number(size) * r - r}px`);
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  for (const [i, { id, capability, from, to }] of stages.entries()) {
    const next = stages[i + 1];
    const left = Math.max(bbox.left, placeX(u, from));
    const right = Math.min(
      bbox.left + bbox.width,
      placeX(u, next === undefined ? to : Math.min(to, next.from)),
    );
    if (right <= left) continue;
    context.fillStyle = paint.capability(capability);
    context.fillRect(left, bottom + r, Math.max(1, right - left - r), 3 * r);
    if (placeX(u, from) > bbox.left + r) {
      context.strokeStyle = paint.grid;
      context.lineWidth = r;
      context.setLineDash([2 * r, 3 * r]);
      context.beginPath();
      context.moveTo(Math.round(left), bbox.top - 8 * r);
      context.lineTo(Math.round(left), bottom);
      context.stroke();
      context.setLineDash([]);
    }
    const name = fitted(context, id, right - left - 6 * r);
    context.fillStyle = paint.muted;
    if (name !== '') context.fillText(name, left + 2 * r, bbox.top - 12 * r);
  }
  context.restore();
}

/** As much of a text as fits, with an ellipsis; nothing when that is hardly any. */
function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  const short = text.slice(0, 60);
  if (context.measureText(short).width <= width && short === text) return short;
  for (let length = short.length - 1; length >= 2; length -= 1) {
    const cut = `${short.slice(0, length)}…`;
    if (context.measureText(cut).width <= width) return cut;
  }
  return '';
}

/** Between the extremes of buckets, behind the lines; behind a smoothed line what it smooths, faint. */
export function drawBands(u: uPlot, scene: Scene): void {
  const boundaries = boundariesOf(scene);
  clipped(u, (context) => {
    for (const line of scene.lines) {
      const broken = brokenAfter(line.curve.x, boundaries);
      const color = line.run === 0 ? stageGradient(u, scene) : scene.paint.run(line.run);
      if (line.curve.smooth === undefined) {
        context.globalAlpha = 0.16;
        context.fillStyle = color;
        if (isBucketed(line.curve)) fillBand(u, context, line, broken);
        continue;
      }
      context.globalAlpha = 0.35;
      context.strokeStyle = color;
      context.lineWidth = ratio();
      context.beginPath();
      traceValues(u, context, line, line.curve.y, broken);
      context.stroke();
    }
  });
}

function fillBand(
  u: uPlot,
  context: CanvasRenderingContext2D,
  { curve, scale }: Line,
  broken: ReadonlySet<number>,
): void {
  const { x, low, high } = curve;
  const y = (value: number): number => u.valToPos(value, scale, true);
  const [first, last] = seen(u, x);
  let begin = -1;
  const close = (end: number): void => {
    if (begin < 0) return;
    context.beginPath();
    for (let i = begin; i < end; i += 1) context.lineTo(placeX(u, x[i] ?? 0), y(high[i] ?? 0));
    for (let i = end - 1; i >= begin; i -= 1) context.lineTo(placeX(u, x[i] ?? 0), y(low[i] ?? 0));
    context.fill();
    begin = -1;
  };
  for (let i = first; i <= last; i += 1) {
    const drawable = Number.isFinite(y(low[i] ?? NaN)) && Number.isFinite(y(high[i] ?? NaN));
    if (!drawable) close(i);
    else if (begin < 0) begin = i;
    if (broken.has(i)) close(i + 1);
  }
  close(last + 1);
}

/** A line over the points in view, broken where a value cannot be drawn and where a stage ends. */
export function linePath(u: uPlot, scene: Scene, index: number): uPlot.Series.Paths | null {
  const line = scene.lines[index];
  if (line === undefined) return null;
  const stroke = new Path2D();
  traceValues(u, stroke, line, shownValues(line.curve), brokenAfter(line.curve.x, boundariesOf(scene)));
  return { stroke, fill: null, clip: null, band: null, flags: 0 };
}

/** Where a stage begins behind another: no line goes over that. */
const boundariesOf = ({ stages }: Scene): readonly number[] => stages.slice(1).map(({ from }) => from);

function traceValues(
  u: uPlot,
  pen: Pen,
  { curve: { x }, scale }: Line,
  values: Float64Array,
  broken: ReadonlySet<number>,
): void {
  const [first, last] = seen(u, x);
  const place = (i: number): readonly [number, number] => [
    placeX(u, x[i] ?? NaN),
    u.valToPos(values[i] ?? NaN, scale, true),
  ];
  trace(pen, first, last, place, broken);
}

/** First and last point in view, and one beyond on each side. */
function seen(u: uPlot, x: Float64Array): readonly [number, number] {
  const { min = 0, max = 0 } = u.scales.x ?? {};
  return [Math.max(0, nearest(x, min) - 1), Math.min(x.length - 1, nearest(x, max) + 1)];
}

/** Red ticks at the bottom where a value was not a number: a gap alone could be anything. */
export function drawNotNumbers(u: uPlot, { lines, paint }: Scene): void {
  clipped(u, (context) => {
    const r = ratio();
    const bottom = u.bbox.top + u.bbox.height;
    context.fillStyle = paint.error;
    for (const { curve } of lines) {
      const [first, last] = seen(u, curve.x);
      for (let i = first; i <= last; i += 1)
        if (Number.isNaN(curve.y[i]))
          context.fillRect(placeX(u, curve.x[i] ?? 0) - r, bottom - 7 * r, 2 * r, 7 * r);
    }
  });
}

/** Ticks above the curves: a shape for each kind, so that colour is not all that tells them apart. */
export function drawMarks(u: uPlot, { marks, paint }: Scene): void {
  const { ctx: context, bbox } = u;
  const r = ratio();
  const y = bbox.top - 4 * r;
  context.save();
  let last = -Infinity;
  for (const { x, kind } of marks) {
    const at = placeX(u, x);
    if (at < bbox.left - 1 || at > bbox.left + bbox.width + 1) continue;
    // Checkpoints may be many: those that would lie on one another are one. Nothing else is left out.
    if (kind === 'checkpoint' && at - last < 3 * r) continue;
    last = at;
    context.fillStyle = kind === 'finding' ? paint.warning : kind === 'checkpoint' ? paint.muted : paint.text;
    context.beginPath();
    switch (kind) {
      case 'checkpoint':
        context.rect(at - r / 2, y - 3 * r, r, 6 * r);
        break;
      case 'resumed':
        context.moveTo(at - 3 * r, y - 3 * r);
        context.lineTo(at + 3 * r, y);
        context.lineTo(at - 3 * r, y + 3 * r);
        break;
      case 'ended':
        context.rect(at - 2.5 * r, y - 2.5 * r, 5 * r, 5 * r);
        break;
      case 'finding':
        context.moveTo(at, y - 4 * r);
        context.lineTo(at + 4 * r, y + 3 * r);
        context.lineTo(at - 4 * r, y + 3 * r);
        break;
    }
    context.fill();
  }
  context.restore();
}

import uPlot from 'uplot';
import type { Axis } from '../../../src/protocol/runs';
import { formatNumber, formatSeconds } from '../../kit';
import { align } from './align';
import { divisionOf, extremesOf, linearRange, type Division, type Extremes } from './extremes';
import { drawBands, drawMarks, drawNotNumbers, drawStages, linePath, stageGradient } from './layers';
import { nearest, type Line } from './lines';
import { dashOf, type Paint } from './paint';
import type { MarkPlace, StagePlace } from './places';
import type { Range } from './zoom';

/** Everything that a plot shows. */
export interface Scene {
  readonly lines: readonly Line[];
  readonly axis: Axis;
  readonly range: Range;
  readonly logScale: boolean;
  readonly stages: readonly StagePlace[];
  readonly marks: readonly MarkPlace[];
  /** How many runs lie over one another, and metrics in one chart: what dashes tell apart. */
  readonly runs: number;
  readonly parts: number;
  readonly paint: Paint;
}

/** What a plot tells of the one who uses it. */
export interface PlotEars {
  /** The pointer is at this place on the axis; undefined: it has left. */
  readonly point: (x: number | undefined) => void;
  readonly zoom: (range: Range) => void;
  readonly reset: () => void;
}

/** A drawn chart. Sizes in CSS pixels. */
export interface Plot {
  readonly element: HTMLElement;
  /** Left and width of the part with the curves. */
  area(): { readonly left: number; readonly width: number };
  show(scene: Scene): void;
  size(width: number, height: number): void;
  cursor(x: number | undefined): void;
  destroy(): void;
}

// uPlot's names for these numbers exist only for the compiler that built it.
const LOGARITHMIC = 3 as unknown as uPlot.Scale.Distr;
const ARC_SINH = 4 as unknown as uPlot.Scale.Distr;
const RIGHT_SIDE = 1 as unknown as uPlot.Axis.Side;
const LEFT_SIDE = 3 as unknown as uPlot.Axis.Side;

/** Room above the curves, for marks and the names of stages. */
const HEAD = 22;
const SIDE = { left: 50, right: 46, none: 16 };

/**
 * Draws a scene into an element. A scene with the same lines, in number and kind, is drawn into the same plot; any
 * other makes a new one.
 */
export function createPlot(
  target: HTMLElement,
  width: number,
  height: number,
  first: Scene,
  ears: PlotEars,
): Plot {
  let scene = first;
  let plot = make(target, width, height, () => scene, ears);
  let kind = kindOf(scene);
  let columns = scene.lines;
  return {
    get element() {
      return plot.root;
    },
    // Of the plot's own reckoning: asking the element would have the page laid out anew.
    area: () => ({ left: plot.bbox.left / uPlot.pxRatio, width: plot.bbox.width / uPlot.pxRatio }),
    show: (next) => {
      const nextKind = kindOf(next);
      const old = scene;
      scene = next;
      if (nextKind !== kind) {
        kind = nextKind;
        const { width: w, height: h } = plot;
        plot.destroy();
        plot = make(target, w, h, () => scene, ears);
      } else if (next.lines !== columns || next.stages !== old.stages) plot.setData(dataOf(next), true);
      else if (next.range[0] !== old.range[0] || next.range[1] !== old.range[1])
        plot.setScale('x', { min: next.range[0], max: next.range[1] });
      else plot.redraw(false, true);
      columns = next.lines;
    },
    size: (w, h) => plot.setSize({ width: w, height: h }),
    cursor: (x) => plot.setCursor({ left: x === undefined ? -10 : plot.valToPos(x, 'x'), top: -10 }, false),
    destroy: () => plot.destroy(),
  };
}

/** What a plot is made for: uPlot's series and scales cannot be changed afterwards. */
const kindOf = (scene: Scene): string =>
  JSON.stringify([
    scene.lines.map(({ run, metric, scale, curve }) => [run, metric, scale, curve.smooth === undefined]),
    scene.axis,
    ...divisions(scene),
    scene.runs,
  ]);

interface ValueAxis {
  readonly extremes: Extremes | undefined;
  readonly division: Division;
}

const known = new WeakMap<Scene, Readonly<Record<Line['scale'], ValueAxis>>>();

/** The value axes of a scene, reckoned once: uPlot asks for them again and again while it draws. */
function valueAxes(scene: Scene): Readonly<Record<Line['scale'], ValueAxis>> {
  const old = known.get(scene);
  if (old !== undefined) return old;
  const { lines, range, logScale } = scene;
  const of = (scale: Line['scale']): ValueAxis => {
    const extremes = extremesOf(
      lines.filter((line) => line.scale === scale),
      ...range,
    );
    return { extremes, division: divisionOf(logScale, extremes) };
  };
  const axes = { left: of('left'), right: of('right') };
  known.set(scene, axes);
  return axes;
}

const divisions = (scene: Scene): readonly [Division, Division] => {
  const { left, right } = valueAxes(scene);
  return [left.division, right.division];
};

function dataOf(scene: Scene): uPlot.AlignedData {
  const [left, right] = divisions(scene);
  const { x, values } = align(scene.lines, {
    left: left.kind === 'log',
    right: right.kind === 'log',
  });
  return [x, ...values] as unknown as uPlot.AlignedData;
}

function make(target: HTMLElement, width: number, height: number, scene: () => Scene, ears: PlotEars): uPlot {
  const { lines, axis, runs, parts, paint } = scene();
  const [left, right] = divisions(scene());
  const hasRight = lines.some((line) => line.scale === 'right');
  const dashesAreRuns = parts === 1;
  // What the pointer does is told; what the other charts' pointers do is not.
  let own = false;
  return new uPlot(
    {
      width,
      height,
      pxAlign: 1,
      legend: { show: false },
      padding: [HEAD, hasRight ? 0 : SIDE.none, 0, 0],
      scales: {
        x: { time: false, range: () => [...scene().range] },
        left: scaleOf('left', left, scene),
        right: scaleOf('right', right, scene),
      },
      axes: [
        {
          scale: 'x',
          stroke: () => scene().paint.muted,
          font: paint.font,
          size: 28,
          gap: 8,
          space: 64,
          grid: { show: false },
          ticks: { show: false },
          values: (_, splits) =>
            splits.map((value) => (axis === 'time' ? formatSeconds(value) : formatNumber(value))),
          ...(axis === 'step' ? { incrs: WHOLE } : { incrs: SECONDS }),
        },
        valueAxis('left', LEFT_SIDE, SIDE.left, left, scene),
        {
          ...valueAxis('right', RIGHT_SIDE, SIDE.right, right, scene),
          show: hasRight,
          grid: { show: false },
        },
      ],
      series: [
        {},
        ...lines.map((line): uPlot.Series => {
          const { run, part, scale, metric } = line;
          const color = (u: uPlot): string | CanvasGradient =>
            run === 0 ? stageGradient(u, scene()) : scene().paint.run(run);
          return {
            scale,
            label: metric,
            width: run === 0 && part === 0 ? 1.75 : 1.25,
            dash: [...dashOf(dashesAreRuns ? (runs > 1 ? run : 0) : part)],
            stroke: (u) => color(u),
            paths: (u, seriesIndex) => linePath(u, scene(), seriesIndex - 1),
            points: {
              show: (_, __, from, to) => to - from < 40 && runs * parts < 4,
              size: 4,
              fill: (u) => color(u),
            },
            alpha: run === 0 ? 1 : 0.9,
          };
        }),
      ],
      cursor: {
        x: true,
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 4 },
        // Columns have no number of their own at most places: the nearest that the line has.
        dataIdx: (u, seriesIndex, _, x) => {
          const line = scene().lines[seriesIndex - 1];
          if (line === undefined || line.curve.x.length === 0) return 0;
          return u.valToIdx(line.curve.x[nearest(line.curve.x, x)] ?? x);
        },
        points: {
          size: 7,
          width: 2,
          stroke: (u, seriesIndex) => pointColor(u, scene(), seriesIndex),
          fill: () => scene().paint.surface,
        },
        bind: {
          dblclick: () => () => {
            ears.reset();
            return null;
          },
          mousemove: (_, __, handler) => (event) => {
            own = true;
            handler(event);
            return null;
          },
          mouseleave: (_, __, handler) => (event) => {
            handler(event);
            own = false;
            ears.point(undefined);
            return null;
          },
        },
      },
      hooks: {
        drawClear: [(u) => drawStages(u, scene())],
        drawAxes: [(u) => drawBands(u, scene())],
        draw: [
          (u) => {
            drawNotNumbers(u, scene());
            drawMarks(u, scene());
          },
        ],
        setCursor: [
          (u) => {
            if (own && u.cursor.left !== undefined && u.cursor.left >= 0)
              ears.point(u.posToVal(u.cursor.left, 'x'));
          },
        ],
        setSelect: [
          (u) => {
            const { left: from, width: wide } = u.select;
            if (wide < 4) return;
            const range = [u.posToVal(from, 'x'), u.posToVal(from + wide, 'x')] as const;
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            ears.zoom(range);
          },
        ],
      },
    },
    dataOf(scene()),
    target,
  );
}

/** The colour of a line's point under the pointer; a main line's is that of the stage it is in. */
function pointColor(u: uPlot, { lines, paint, stages }: Scene, seriesIndex: number): string {
  const line = lines[seriesIndex - 1];
  if (line === undefined) return paint.text;
  if (line.run > 0) return paint.run(line.run);
  const x = u.posToVal(u.cursor.left ?? 0, 'x');
  return paint.capability((stages.findLast(({ from }) => from <= x) ?? stages[0])?.capability);
}

function scaleOf(key: Line['scale'], division: Division, scene: () => Scene): uPlot.Scale {
  const extremes = (): Extremes | undefined => valueAxes(scene())[key].extremes;
  switch (division.kind) {
    case 'linear':
      return { range: () => [...linearRange(extremes())] };
    case 'log':
      return {
        distr: LOGARITHMIC,
        range: () => {
          const { min, max } = extremes() ?? { min: 0.1, max: 1 };
          return uPlot.rangeLog(min, max, 10, false);
        },
      };
    case 'asinh':
      return {
        distr: ARC_SINH,
        asinh: division.linearTo,
        range: () => {
          const { min, max } = extremes() ?? { min: -1, max: 1 };
          const room = 0.06 * (max - min);
          return [min < 0 ? min - room : min, max + room];
        },
      };
  }
}

function valueAxis(
  scale: Line['scale'],
  side: uPlot.Axis.Side,
  size: number,
  division: Division,
  scene: () => Scene,
): uPlot.Axis {
  return {
    scale,
    side,
    size,
    gap: 6,
    space: 28,
    stroke: () => scene().paint.muted,
    font: scene().paint.font,
    ticks: { show: false },
    grid: { stroke: () => scene().paint.grid, width: 1 },
    values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : formatNumber(value))),
    ...(division.kind === 'log'
      ? {
          filter: (_: uPlot, splits: number[]) =>
            splits.map((value) => (isPower(value) || splits.length < 10 ? value : null)),
        }
      : {}),
  };
}

const isPower = (value: number): boolean =>
  Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

/** Steps are whole. */
const WHOLE = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

/** Divisions of a time in the reader's units. */
const SECONDS = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
  86_400, 172_800, 432_000, 864_000,
];

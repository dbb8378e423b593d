import { formatNumber, formatSeconds, metricTitle, useStore } from '../../kit';
import { useModel } from '../state/context';
import { metricsOf, type ChartSpec } from './charts';
import { nearest, shownValues, type Line } from './lines';
import { dashOf, runColor } from './paint';
import { placeText } from './places';
import type { Scene } from './plot';

interface ReadoutProps {
  readonly spec: ChartSpec;
  readonly scene: Scene;
  readonly names: readonly string[];
}

/**
 * The legend of a chart with its values: under the crosshair, else the last ones. Of several runs it has the chart's
 * first metric; the others stand beside the crosshair.
 */
export function Readout({ spec, scene, names }: ReadoutProps) {
  const { cursor } = useModel();
  const x = useStore(cursor, (value) => value);
  const { runs } = scene;
  const several = metricsOf(spec).length > 1;
  const lines = inOrder(scene).filter(({ part }) => runs === 1 || part === 0);
  return (
    <dl class="readout numeric">
      {lines.map((line) => (
        <div class="readout-entry" key={`${line.run} ${line.metric}`} title={lineTitle(line, names)}>
          <dt>
            {lines.length > 1 ? <Swatch run={line.run} dash={dashIn(scene, line)} /> : null}
            <span class={runs > 1 || !several || said(spec, line) ? 'visually-hidden' : 'readout-name'}>
              {partTitle(spec, line.metric)}
            </span>
            {runs > 1 ? <span class="visually-hidden">{names[line.run]}</span> : null}
          </dt>
          <dd>{formatNumber(valueAt(line, x))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The chart's title says it already. */
const said = ({ title }: ChartSpec, { metric }: Line): boolean => metricTitle(metric) === title;

/** Lines as they are read: the main run's first. They are drawn the other way round. */
export const inOrder = ({ lines }: Scene): readonly Line[] => [...lines].reverse();

/** Dashes tell the metrics of a chart apart; where it has but one, the runs. */
export const dashIn = ({ parts, runs }: Scene, { part, run }: Line): number =>
  parts > 1 ? part : runs > 1 ? run : 0;

/** A metric's name inside a chart, which need not say the chart's name again. */
export function partTitle({ title }: ChartSpec, metric: string): string {
  const full = metricTitle(metric);
  const rest = full.startsWith(`${title} `) ? full.slice(title.length + 1) : full;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

export const lineTitle = ({ metric, run }: Line, names: readonly string[]): string =>
  names.length > 1 ? `${metricTitle(metric)}, ${names[run] ?? ''}` : metricTitle(metric);

/** The value of a line nearest to a place, or its last. */
export function valueAt({ curve }: Line, x: number | undefined): number {
  const values = shownValues(curve);
  return values[x === undefined ? values.length - 1 : nearest(curve.x, x)] ?? NaN;
}

/** What a line looks like, for a legend. The main run's has the colours of the stages: in a legend it is plain. */
export function Swatch({ run, dash }: { readonly run: number; readonly dash: number }) {
  return (
    <svg class="swatch" width="16" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="16"
        y2="4"
        stroke={runColor(run)}
        stroke-width="2"
        stroke-dasharray={dashOf(dash).join(' ')}
      />
    </svg>
  );
}

/** The whole readout in words: where the crosshair is, each line's value, and what happened `near` it. */
export function readoutText(scene: Scene, names: readonly string[], x: number, near: number): string {
  const { axis, stages, marks } = scene;
  const values = inOrder(scene).map((line) => `${lineTitle(line, names)} ${formatNumber(valueAt(line, x))}`);
  const here = marks.filter((mark) => Math.abs(mark.x - x) <= near).map(({ text }) => text);
  return [placeText(x, axis, stages, formatSeconds), ...values, ...here].join(', ');
}

import type { RefObject } from 'preact';
import { formatNumber, formatSeconds, useStore } from '../../kit';
import { useModel } from '../state/context';
import { placeText } from './places';
import type { Plot, Scene } from './plot';
import { dashIn, inOrder, lineTitle, Swatch, valueAt } from './readout';

interface TooltipProps {
  readonly chart: string;
  readonly scene: Scene;
  readonly plot: RefObject<Plot | undefined>;
  readonly names: readonly string[];
}

/** How near the crosshair must be to a mark, CSS pixels, and how many are told at most. */
const NEAR = 5;
const MOST = 4;

/** Where the crosshair is and what happened there, beside it, in the chart that is pointed at; and the values that the head has no room for. */
export function Tooltip({ chart, scene, plot, names }: TooltipProps) {
  const { cursor, pointed } = useModel();
  const mine = useStore(pointed, (value) => value === chart);
  const x = useStore(cursor, (value) => (mine ? value : undefined));
  const area = mine ? plot.current?.area() : undefined;
  const { range, axis, stages, marks } = scene;
  if (x === undefined || area === undefined || x < range[0] || x > range[1]) return null;
  const scale = area.width / (range[1] - range[0]);
  const left = area.left + (x - range[0]) * scale;
  const here = marks.filter((mark) => Math.abs(mark.x - x) * scale <= NEAR);
  const onRight = left > area.left + area.width / 2;
  return (
    <div
      class={`tooltip numeric ${onRight ? 'tooltip-left' : ''}`}
      style={onRight ? { right: `calc(100% - ${left}px + 8px)` } : { left: `${left + 8}px` }}
      aria-hidden="true"
    >
      <p>{placeText(x, axis, stages, formatSeconds)}</p>
      {scene.runs > 1 && scene.parts > 1
        ? inOrder(scene).map((line) => (
            <p key={`${line.run} ${line.metric}`} class="tooltip-line">
              <Swatch run={line.run} dash={dashIn(scene, line)} />
              <span class="tooltip-name">{lineTitle(line, names)}</span>
              {formatNumber(valueAt(line, x))}
            </p>
          ))
        : null}
      {here.slice(0, MOST).map(({ text }, i) => (
        <p key={i} class="tooltip-mark">
          {text}
        </p>
      ))}
      {here.length > MOST ? <p class="muted">and {here.length - MOST} more</p> : null}
    </div>
  );
}

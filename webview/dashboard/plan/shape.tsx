import type { PassRates } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import type { Column } from './columns';
import { isSorted, passRateOfStep, wayThrough } from './difficulty';
import { toneOf } from './signs';
import { px, rateY, violinPath } from './violin';

/** Vertical measures of the picture, in pixels. */
export const TOP = 26;
export const HEIGHT = 96;
export const BAR_Y = 148;
export const LABELS_Y = 155;
export const BOTTOM = 194;
const WIDEST_HALF = 110;

interface ShapeProps {
  readonly column: Column;
  readonly rates: PassRates | undefined;
  readonly patterns: string;
}

/** One stage on the difficulty axis: band, histogram, median, its way through the band, and where it is now. */
export function StageShape({ column, rates, patterns }: ShapeProps): JSX.Element {
  const { stage, x, width } = column;
  const tone = toneOf(stage.capabilities);
  const middle = x + width / 2;
  const half = Math.min(width * 0.4, WIDEST_HALF);
  const outline =
    rates === undefined ? '' : violinPath(rates.bins, { middle, half, top: TOP, height: HEIGHT });
  const y = (value: number): string => px(rateY(value, TOP, HEIGHT));
  const [low, median, high] = rates?.band ?? [];
  const glows = stage.state === 'running' && !isSorted(stage);
  return (
    <g class={`stage-shape tone-${tone} state-${stage.state}${glows ? ' glows' : ''}`}>
      <rect class="ground" x={px(x)} y={TOP} width={px(width)} height={HEIGHT} />
      {low !== undefined && high !== undefined && (
        <rect
          class="band"
          x={px(x)}
          y={y(low)}
          width={px(width)}
          height={px(Math.max(2, (high - low) * HEIGHT))}
        />
      )}
      <path class="violin" d={outline} />
      <path class="texture" d={outline} fill={`url(#${patterns}-${tone})`} />
      {rates !== undefined && <Way column={column} rates={rates} />}
      {median !== undefined && (
        <line class="median" x1={px(middle - half)} x2={px(middle + half)} y1={y(median)} y2={y(median)} />
      )}
      <Position column={column} rates={rates} />
      <Progress column={column} />
    </g>
  );
}

const reached = ({ stage }: Column): number =>
  stage.totalSteps > 0 ? Math.min(1, stage.step / stage.totalSteps) : stage.state === 'done' ? 1 : 0;

function Way({ column, rates }: { readonly column: Column; readonly rates: PassRates }): JSX.Element {
  const { stage, x, width } = column;
  const path = wayThrough(stage, rates)
    .map((points) =>
      points
        .map(([at, rate], i) => `${i === 0 ? 'M' : 'L'}${px(x + at * width)} ${px(rateY(rate, TOP, HEIGHT))}`)
        .join(''),
    )
    .join('');
  return <path class="way" d={path} />;
}

/** The lit place of a running stage: a cross line at the pass rate of its rows, or only how far it is. */
function Position({ column, rates }: Pick<ShapeProps, 'column' | 'rates'>): JSX.Element | null {
  const { stage, x, width } = column;
  if (stage.state !== 'running') return null;
  const atX = x + reached(column) * width;
  const rate = rates === undefined ? undefined : passRateOfStep(stage, rates, stage.step);
  const atY = rate === undefined ? undefined : rateY(rate, TOP, HEIGHT);
  return (
    <g class="position">
      <line class="now" x1={px(atX)} x2={px(atX)} y1={TOP} y2={TOP + HEIGHT} />
      {atY !== undefined && (
        <>
          <line class="sweep" x1={px(x)} x2={px(x + width)} y1={px(atY)} y2={px(atY)} />
          <circle class="here" cx={px(atX)} cy={px(atY)} r="4" />
        </>
      )}
    </g>
  );
}

function Progress({ column }: { readonly column: Column }): JSX.Element {
  const { stage, x, width } = column;
  return (
    <>
      <rect class="bar" x={px(x)} y={BAR_Y - 2.5} width={px(width)} height="5" rx="2.5" />
      <rect class="done" x={px(x)} y={BAR_Y - 2.5} width={px(width * reached(column))} height="5" rx="2.5" />
      {stage.best !== undefined && stage.totalSteps > 0 && (
        <path
          class="best"
          d={`M${px(x + Math.min(1, stage.best.step / stage.totalSteps) * width)} ${BAR_Y - 5}l3 -5h-6Z`}
        />
      )}
    </>
  );
}

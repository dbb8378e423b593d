import type { PassRates } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import type { Arrow } from './arrows';
import { AXIS_WIDTH, type Columns } from './columns';
import { BAR_Y, BOTTOM, HEIGHT, StageShape, TOP } from './shape';
import { Patterns } from './signs';
import { px, rateY } from './violin';

export interface DrawingProps {
  readonly laid: Columns;
  readonly arrows: readonly Arrow[];
  readonly rates: ReadonlyMap<string, PassRates>;
  /** Names the textures, which are per document. */
  readonly patterns: string;
  readonly sentence: string;
}

/** Everything that is drawn and not written: axis, stages, arrows. */
export function Drawing({ laid, arrows, rates, patterns, sentence }: DrawingProps): JSX.Element {
  const last = laid.columns.at(-1);
  const right = last === undefined ? AXIS_WIDTH : last.x + last.width;
  return (
    <svg class="plan-drawing" width={laid.width} height={BOTTOM} role="img" aria-label={sentence}>
      <Patterns prefix={patterns} />
      <Axis right={right} />
      {laid.columns.map((column) => (
        <StageShape
          key={column.stage.id}
          column={column}
          rates={rates.get(column.stage.id)}
          patterns={patterns}
        />
      ))}
      {arrows.map((arrow) => (
        <Flow key={arrow.target} arrow={arrow} />
      ))}
      {laid.ends.length > 0 && (
        <Flow
          arrow={{
            target: 'end',
            source: 'last',
            path: `M${px(right + 2)} ${BAR_Y}H${px(laid.endX - 2)}`,
            tip: [laid.endX - 2, BAR_Y],
          }}
        />
      )}
      {laid.ends.length > 0 && (
        <line class="end-edge" x1={px(laid.endX)} x2={px(laid.endX)} y1={BAR_Y - 16} y2={BAR_Y + 16} />
      )}
    </svg>
  );
}

function Axis({ right }: { readonly right: number }): JSX.Element {
  return (
    <g class="axis">
      {[0, 0.25, 0.5, 0.75, 1].map((value) => {
        const y = rateY(value, TOP, HEIGHT);
        return (
          <g key={value}>
            <line class="grid" x1={AXIS_WIDTH - 4} x2={px(right)} y1={px(y)} y2={px(y)} />
            {value !== 0.25 && value !== 0.75 && (
              <text class="tick" x={AXIS_WIDTH - 8} y={px(y + 3.5)} text-anchor="end">
                {value === 0 ? 'hard 0' : value === 1 ? 'easy 1' : value}
              </text>
            )}
          </g>
        );
      })}
      <text
        class="axis-title"
        transform={`translate(9 ${TOP + HEIGHT / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        pass rate
      </text>
    </g>
  );
}

function Flow({ arrow }: { readonly arrow: Arrow }): JSX.Element {
  const [x, y] = arrow.tip;
  return (
    <g class={`flow${arrow.source === undefined ? ' from-base' : ''}`}>
      <path d={arrow.path} />
      <path class="head" d={`M${px(x)} ${px(y)}l-6 -3.5v7Z`} />
      {arrow.label !== undefined && (
        <text class="flow-label" x={px(arrow.label.x)} y={px(arrow.label.y)} text-anchor="middle">
          {arrow.label.text}
        </text>
      )}
    </g>
  );
}

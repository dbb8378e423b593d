import type { PassRates, RunDetail } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import { Icon, useSize } from '../../kit';
import { layArrows } from './arrows';
import { StageCard } from './card';
import { AXIS_WIDTH, layColumns } from './columns';
import { Drawing } from './drawing';
import { BAR_Y, BOTTOM, HEIGHT, TOP } from './shape';
import { Ends, Groups, StageButtons } from './labels';
import { PlanTable } from './table';
import { planSentence } from './words';
import './plan.css';

/** How the stages that were chosen are drawn: `onStage` is called when one is clicked or entered. */
export interface PlanPictureProps {
  readonly detail: RunDetail;
  readonly passRates: readonly PassRates[];
  readonly onStage: (stage: string) => void;
}

/**
 * The plan of a run as a picture: stages in training order on the capability axis, the pass rates of their rows on
 * the difficulty axis, the flow of checkpoints, and the place where the run is now. Can be read as a table.
 */
export function PlanPicture({ detail, passRates, onStage }: PlanPictureProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame, true);
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const [pointed, setPointed] = useState<string | undefined>(undefined);
  const rates = useMemo(() => new Map(passRates.map((entry) => [entry.stage, entry])), [passRates]);
  const laid = useMemo(() => layColumns(detail.stages, width), [detail.stages, width]);
  const arrows = useMemo(() => layArrows(laid, BAR_Y, BAR_Y - TOP - HEIGHT - 8), [laid]);
  const card = asTable ? undefined : laid.columns.find(({ stage }) => stage.id === pointed);
  return (
    <section class="plan" aria-label="Plan">
      <button
        type="button"
        class="plan-as-table"
        aria-pressed={asTable}
        title={asTable ? 'Show the plan as a picture' : 'Show the plan as a table'}
        onClick={() => setAsTable(!asTable)}
      >
        <Icon name={asTable ? 'graph' : 'table'} />
        <span class="visually-hidden">Plan as a table</span>
      </button>
      <div class="plan-frame" ref={frame}>
        {asTable ? (
          <PlanTable detail={detail} rates={rates} onStage={onStage} />
        ) : laid.columns.length === 0 ? (
          <p class="plan-empty">This run has no stage yet.</p>
        ) : (
          width > AXIS_WIDTH && (
            <div class="plan-picture" style={{ width: `${laid.width}px`, height: `${BOTTOM}px` }}>
              <Drawing
                laid={laid}
                arrows={arrows}
                rates={rates}
                patterns={id}
                sentence={planSentence(detail, rates)}
              />
              <Groups groups={laid.groups} />
              <StageButtons columns={laid.columns} rates={rates} onStage={onStage} onPoint={setPointed} />
              <Ends ends={laid.ends} x={laid.endX} />
            </div>
          )
        )}
      </div>
      {card !== undefined && (
        <StageCard
          column={card}
          rates={rates.get(card.stage.id)}
          left={card.x - (frame.current?.scrollLeft ?? 0)}
          room={width}
        />
      )}
    </section>
  );
}

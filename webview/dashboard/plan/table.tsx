import type { PassRates, RunDetail, StageDetail } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { formatCount } from '../../kit';
import { fromWords, rate, stateWords } from './words';

export interface PlanTableProps {
  readonly detail: RunDetail;
  readonly rates: ReadonlyMap<string, PassRates>;
  readonly onStage: (stage: string) => void;
}

/** The plan picture's facts, a row a stage. */
export function PlanTable({ detail, rates, onStage }: PlanTableProps): JSX.Element {
  return (
    <div class="plan-table" tabIndex={0} role="region" aria-label="Plan as a table">
      <table class="plain-table">
        <thead>
          <tr>
            {['Stage', 'Capability', 'State', 'From', 'Order', 'Until'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {['Rows', 'Steps', 'Pass rate: 5 %', 'median', '95 %', 'Without'].map((name) => (
              <th key={name} scope="col" class="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {detail.stages.map((stage) => (
            <Row key={stage.id} stage={stage} rates={rates.get(stage.id)} onStage={onStage} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  stage,
  rates,
  onStage,
}: {
  readonly stage: StageDetail;
  readonly rates: PassRates | undefined;
  readonly onStage: (stage: string) => void;
}): JSX.Element {
  const planned = stage.kind === 'stage';
  const band = rates?.band;
  return (
    <tr>
      <th scope="row">
        {planned ? (
          <button type="button" class="text-link" onClick={() => onStage(stage.id)}>
            {stage.id}
          </button>
        ) : (
          stage.id
        )}
      </th>
      <td>{stage.capabilities.join(', ')}</td>
      <td>{stateWords(stage)}</td>
      <td>{planned ? fromWords(stage) : ''}</td>
      <td>{stage.order}</td>
      <td>{stage.until ?? ''}</td>
      <td class="figure">{planned ? formatCount(stage.rows) : ''}</td>
      <td class="figure">{stage.totalSteps > 0 ? formatCount(stage.totalSteps) : ''}</td>
      {[0, 1, 2].map((i) => (
        <td key={i} class="figure">
          {band?.[i] === undefined ? (planned ? '–' : '') : rate(band[i])}
        </td>
      ))}
      <td class="figure">{rates === undefined ? '' : formatCount(rates.unknown)}</td>
    </tr>
  );
}

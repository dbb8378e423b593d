import type { StageDetail } from '../../../src/protocol/runs';
import { phaseWords } from '../making';
import { capabilityColor, formatCount, formatNumber, metricTitle } from '../../kit';

/** How far the current stage is, with its key metric and best checkpoint. */
export function Progress({ stage }: { readonly stage: StageDetail }) {
  const { id, kind, metric, best, capabilities, phase } = stage;
  const title = kind === 'predict' ? 'Predictions' : kind === 'audit' ? 'Audit' : id;
  // What makes a dataset counts its phases, each from the beginning.
  const [step, totalSteps] = phase === undefined ? [stage.step, stage.totalSteps] : [phase.done, phase.total];
  return (
    <div class="progress">
      <span class="progress-title">{title}</span>
      {phase === undefined ? null : <span class="muted">{phaseWords(phase.name)}</span>}
      {totalSteps > 0 ? (
        <>
          <div
            class="progress-bar"
            role="progressbar"
            aria-label={`Progress of ${title}`}
            aria-valuemin={0}
            aria-valuemax={totalSteps}
            aria-valuenow={Math.min(step, totalSteps)}
          >
            <div
              class="progress-done"
              style={{
                width: `${Math.min(100, (100 * step) / totalSteps)}%`,
                background: capabilityColor(capabilities.length === 1 ? capabilities[0] : undefined),
              }}
            />
          </div>
          <span class="numeric">
            {formatCount(step)} / {formatCount(totalSteps)}
          </span>
        </>
      ) : null}
      {metric === undefined ? null : (
        <span class="numeric muted">
          {metricTitle(metric.name)} <span class="progress-figure">{formatNumber(metric.value)}</span>
        </span>
      )}
      {best === undefined ? null : (
        <span class="numeric muted">
          Best <span class="progress-figure">{formatNumber(best.score)}</span> at step{' '}
          {formatCount(best.step)}
        </span>
      )}
    </div>
  );
}

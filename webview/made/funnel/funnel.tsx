import { MAKE_STEPS, type MadeManifest } from '../../../src/protocol/made';
import { formatCount, useStore } from '../../kit';
import { STEP_TITLES } from '../parts/titles';
import { useModel } from '../state/context';
import { funnelBars, isStepChosen, toggleStep, type FunnelBar } from './bars';
import './funnel.css';

/** Where questions fell, step by step; a click lists what fell there, the last one what was kept. */
export function Funnel({ funnel }: Pick<MadeManifest, 'funnel'>) {
  const { state, filter } = useModel();
  const now = useStore(state, (value) => value.filter);
  const bars = funnelBars(funnel);
  const kept = bars.at(-1)?.out ?? 0;
  if (bars.length === 0) return null;
  return (
    <div class="funnel" role="group" aria-label="Funnel: what fell at each step">
      {bars.map((bar) => (
        <Step
          key={bar.step}
          bar={bar}
          chosen={isStepChosen(now, bar.step)}
          onClick={() => filter(toggleStep(now, bar.step))}
        />
      ))}
      <button
        type="button"
        class="funnel-step funnel-kept"
        aria-pressed={now.decision === 'kept'}
        onClick={() =>
          filter({
            decision: now.decision === 'kept' ? undefined : 'kept',
            steps: undefined,
            reasons: undefined,
          })
        }
      >
        <span class="funnel-bar" aria-hidden="true">
          <span class="funnel-went" style={{ height: `${100 * (bars.at(-1)?.went ?? 0)}%` }} />
        </span>
        <span class="funnel-name">Kept</span>
        <span class="funnel-count numeric">{formatCount(kept)}</span>
        <span class="visually-hidden">: list them.</span>
      </button>
    </div>
  );
}

interface StepProps {
  readonly bar: FunnelBar;
  readonly chosen: boolean;
  readonly onClick: () => void;
}

const Step = ({ bar, chosen, onClick }: StepProps) => (
  <button
    type="button"
    class={`funnel-step${bar.fell === 0 ? ' funnel-nothing' : ''}`}
    aria-pressed={chosen}
    title={`${MAKE_STEPS[bar.step]}: ${formatCount(bar.in)} came, ${formatCount(bar.out)} went on`}
    onClick={onClick}
  >
    <span class="funnel-bar" aria-hidden="true">
      <span class="funnel-lost" style={{ height: `${100 * bar.lost}%` }} />
      <span class="funnel-went" style={{ height: `${100 * bar.went}%` }} />
    </span>
    <span class="funnel-name">{STEP_TITLES[bar.step]}</span>
    <span class="funnel-count numeric">{bar.fell === 0 ? '–' : `−${formatCount(bar.fell)}`}</span>
    <span class="visually-hidden">
      : {formatCount(bar.in)} came in, {formatCount(bar.out)} went on. List what fell.
    </span>
  </button>
);

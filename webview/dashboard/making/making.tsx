import type { RunSummary, StageSummary } from '../../../src/protocol/runs';
import { Button, Icon, type IconName } from '../../kit';
import './making.css';

const STATES: Readonly<Record<StageSummary['state'], { readonly icon: IconName; readonly words: string }>> = {
  waiting: { icon: 'history', words: 'waits' },
  running: { icon: 'loading', words: 'is being made' },
  done: { icon: 'pass', words: 'is made' },
  stopped: { icon: 'debug-stop', words: 'was stopped: resume the run to go on' },
  failed: { icon: 'error', words: 'failed' },
  interrupted: { icon: 'warning', words: 'was interrupted: resume the run to go on' },
};

/** The header tells the reason that the run has failed for: that of a dataset, most often. */
const isSaid = (summary: RunSummary, reason: string): boolean => summary.reason?.includes(reason) === true;

interface MakingProps {
  readonly summary: RunSummary;
  readonly onBrowse: () => void;
}

/** The datasets that a run makes, each with how it stands, and the way to what is in them. */
export function Making({ summary, onBrowse }: MakingProps) {
  const stages = summary.stages.filter(({ kind }) => kind === 'make');
  return (
    <section class="making" aria-label="Datasets">
      <ul class="making-datasets">
        {stages.map(({ id, state, reason }) => (
          <li key={id} class={`making-${state}`}>
            <Icon name={STATES[state].icon} /> <strong>{id}</strong>{' '}
            <span class="muted">
              {state === 'failed' && reason !== undefined && !isSaid(summary, reason)
                ? reason
                : STATES[state].words}
            </span>
          </li>
        ))}
      </ul>
      <Button icon="eye" onClick={onBrowse}>
        Browse the Data
      </Button>
    </section>
  );
}

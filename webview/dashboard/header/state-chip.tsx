import type { RunSummary } from '../../../src/protocol/runs';
import { Icon, type IconName } from '../../kit';

const SIGNS: Readonly<Record<RunSummary['state'], { readonly icon: IconName; readonly title: string }>> = {
  queued: { icon: 'history', title: 'Queued' },
  running: { icon: 'loading', title: 'Running' },
  done: { icon: 'pass', title: 'Done' },
  stopped: { icon: 'debug-stop', title: 'Stopped' },
  failed: { icon: 'error', title: 'Failed' },
  interrupted: { icon: 'warning', title: 'Interrupted' },
  unreadable: { icon: 'warning', title: 'Unreadable' },
};

/** The state of a run as a sign and a word. */
export function StateChip({ state }: Pick<RunSummary, 'state'>) {
  const { icon, title } = SIGNS[state];
  return (
    <span class={`chip chip-${state}`}>
      <Icon name={icon} />
      {title}
    </span>
  );
}

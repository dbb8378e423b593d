import { isLive, type DashboardAction, type RunDetail } from '../../../src/protocol/runs';
import { Badge, Button, formatDate, formatSeconds, Icon, post, useNow } from '../../kit';
import { RunChooser } from './run-chooser';
import { Progress } from './progress';
import { shortcutsOf } from './shortcuts';
import { StateChip } from './state-chip';
import { currentStage, elapsedSeconds, remainingSeconds } from './times';
import './header.css';

/** What run this is, how it fares, and what can be done with it. */
export function Header({ detail }: { readonly detail: RunDetail }) {
  const { summary } = detail;
  const { name, variant, state, reason, note, rehearsal, devices, engine, created, dir } = summary;
  const live = isLive(summary);
  const now = useNow(live ? 1000 : undefined);
  const elapsed = elapsedSeconds(summary, now);
  const current = currentStage(summary);
  const stage = detail.stages.find(({ id, kind }) => id === current?.id && kind === current.kind);
  const remaining = stage === undefined ? undefined : remainingSeconds(stage, now);
  const act = (action: DashboardAction): void => post({ type: 'act', action, run: dir });
  return (
    <header class="header">
      <div class="header-row">
        <h1 class="header-title" title={summary.id}>
          {name}
        </h1>
        {variant === undefined ? null : <span class="header-variant">{variant}</span>}
        <StateChip state={state} />
        {rehearsal ? <Badge>Rehearsal</Badge> : null}
        <span class="header-room" />
        <div class="header-actions">
          {shortcutsOf(summary).map(({ action, icon, label }) => (
            <Button key={action} appearance="icon" label={label} onClick={() => act(action)}>
              <Icon name={icon} />
            </Button>
          ))}
          <RunChooser />
          <Primary live={live} state={state} act={act} />
        </div>
      </div>
      <div class="header-facts muted numeric">
        <span>{formatDate(created)}</span>
        <span>{engine}</span>
        {devices.length === 0 ? null : <span>{devices.join(', ')}</span>}
        {elapsed === undefined ? null : <span>{formatSeconds(elapsed)}</span>}
        {remaining === undefined || remaining === 0 ? null : (
          <span title="At the pace of this stage so far">
            about {formatSeconds(remaining)} left in this stage
          </span>
        )}
        {note === undefined ? null : <span>{note}</span>}
      </div>
      {reason === undefined || state === 'done' ? null : (
        <p class={`header-reason header-reason-${state}`}>{reason}</p>
      )}
      {stage === undefined ? null : <Progress stage={stage} />}
    </header>
  );
}

interface PrimaryProps {
  readonly live: boolean;
  readonly state: RunDetail['summary']['state'];
  readonly act: (action: DashboardAction) => void;
}

/** The one action that a run calls for: to stop it, or to go on with it. */
function Primary({ live, state, act }: PrimaryProps) {
  if (live)
    return (
      <Button appearance="primary" icon="debug-stop" onClick={() => act('stop')}>
        Stop
      </Button>
    );
  if (state === 'done' || state === 'unreadable') return null;
  return (
    <Button appearance="primary" icon="play" onClick={() => act('resume')}>
      Resume
    </Button>
  );
}

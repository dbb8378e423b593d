import type { PassRates, StageDetail } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { capabilityTitle, Icon, plural, type IconName } from '../../kit';
import { END_WIDTH, type Column, type Group } from './columns';
import { BAR_Y, BOTTOM, HEIGHT, LABELS_Y, TOP } from './shape';
import { Sign, toneOf } from './signs';
import { stageSentence, stateWords, stepWords } from './words';

/** The icon of a state; its word is always near. */
export const STATE_ICONS: Readonly<Record<StageDetail['state'], IconName>> = {
  waiting: 'circle-large',
  running: 'play-circle',
  done: 'pass',
  stopped: 'stop-circle',
  failed: 'error',
  interrupted: 'debug-disconnect',
};

/** Names of the capabilities above the stages that train them. */
export function Groups({ groups }: { readonly groups: readonly Group[] }): JSX.Element {
  return (
    <>
      {groups.map(({ capabilities, x, width }) => (
        <div
          key={x}
          class={`plan-group tone-${toneOf(capabilities)}`}
          style={{ left: `${x}px`, width: `${width}px` }}
          title={capabilities.join(' and ')}
          aria-hidden="true"
        >
          {capabilities.map((capability) => (
            <Sign key={capability} capability={capability} />
          ))}
          <span>{capabilities.map(capabilityTitle).join(' + ')}</span>
        </div>
      ))}
    </>
  );
}

export interface StageButtonsProps {
  readonly columns: readonly Column[];
  readonly rates: ReadonlyMap<string, PassRates>;
  readonly onStage: (stage: string) => void;
  /** A stage is pointed at or has the focus; undefined: no longer. */
  readonly onPoint: (stage: string | undefined) => void;
}

/** A button over each column; one stop of the tab key, and the arrow keys go from stage to stage. */
export function StageButtons({ columns, rates, onStage, onPoint }: StageButtonsProps): JSX.Element {
  const [current, setCurrent] = useState(0);
  const id = useId();
  const inTabOrder = Math.min(current, columns.length - 1);
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      onPoint(undefined);
      return;
    }
    const to = target(event.key, inTabOrder, columns.length);
    if (to === undefined) return;
    event.preventDefault();
    setCurrent(to);
    const buttons = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.plan-stage');
    buttons[to]?.focus();
  };
  return (
    <div role="group" aria-label="Stages: choose one to see its curves" onKeyDown={move}>
      {columns.map(({ stage, x, width: wide }, i) => (
        <button
          key={stage.id}
          type="button"
          class={`plan-stage state-${stage.state}`}
          style={{
            left: `${x - 4}px`,
            width: `${wide + 8}px`,
            top: `${TOP - 4}px`,
            height: `${BOTTOM - TOP + 4}px`,
          }}
          tabIndex={i === inTabOrder ? 0 : -1}
          aria-describedby={`${id}-${i}`}
          onClick={() => onStage(stage.id)}
          onFocus={() => {
            setCurrent(i);
            onPoint(stage.id);
          }}
          onBlur={() => onPoint(undefined)}
          onMouseEnter={() => onPoint(stage.id)}
          onMouseLeave={() => onPoint(undefined)}
        >
          {rates.get(stage.id)?.band === undefined && (
            <span class="plan-unrated" style={{ height: `${HEIGHT}px` }}>
              no pass rates
            </span>
          )}
          <span class="plan-label" style={{ top: `${LABELS_Y - TOP + 4}px` }}>
            <span class="plan-name">
              <Icon name={STATE_ICONS[stage.state]} />
              <span>{stage.id}</span>
            </span>
            <span class="plan-figure">
              {stepWords(stage)}, {plural(stage.rows, 'row')}
            </span>
          </span>
        </button>
      ))}
      {columns.map(({ stage }, i) => (
        <span key={stage.id} id={`${id}-${i}`} hidden>
          {stageSentence(stage, rates.get(stage.id))}
        </span>
      ))}
    </div>
  );
}

function target(key: string, at: number, stages: number): number | undefined {
  if (key === 'ArrowRight') return Math.min(stages - 1, at + 1);
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? stages - 1 : undefined;
}

/** What runs after the last stage, as small caps at the end of the line. */
export function Ends({
  ends,
  x,
}: {
  readonly ends: readonly StageDetail[];
  readonly x: number;
}): JSX.Element {
  return (
    <ul class="plan-ends" style={{ left: `${x + 6}px`, width: `${END_WIDTH - 6}px`, top: `${BAR_Y - 19}px` }}>
      {ends.map((end) => (
        <li key={end.id} class={`state-${end.state}`} title={`${end.id}: ${stateWords(end)}`}>
          <Icon name={STATE_ICONS[end.state]} />
          {end.id}
          <span class="visually-hidden">, {stateWords(end)}</span>
        </li>
      ))}
    </ul>
  );
}

import type { PassRates } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { capabilityTitle, formatNumber, plural } from '../../kit';
import type { Column } from './columns';
import { BOTTOM } from './shape';
import { Sign } from './signs';
import { bandWords, fromWords, positionWords, stateWords } from './words';

const CARD_WIDTH = 320;

/** What is known of a stage, while it is pointed at or has the focus; its button says the same to a screen reader. */
export function StageCard({
  column,
  rates,
  left,
  room,
}: {
  readonly column: Column;
  readonly rates: PassRates | undefined;
  /** Where the stage begins, and how wide the picture is, in what can be seen of it. */
  readonly left: number;
  readonly room: number;
}): JSX.Element {
  const { stage } = column;
  const place = Math.max(0, Math.min(left, room - CARD_WIDTH));
  const here = rates === undefined ? undefined : positionWords(stage, rates);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['State', stateWords(stage)],
    ['Rows', `${plural(stage.rows, 'row')}${stage.order === '' ? '' : `; ${stage.order}`}`],
    ['Difficulty', bandWords(rates)],
    ['Now', here?.replace(/^now /, '')],
    ['From', fromWords(stage)],
    [
      'Best',
      stage.best === undefined ? undefined : `${formatNumber(stage.best.score)} at step ${stage.best.step}`,
    ],
    ['Until', stage.until],
  ];
  return (
    <div
      class="plan-card"
      style={{ left: `${place}px`, top: `${BOTTOM + 2}px`, width: `${Math.min(CARD_WIDTH, room)}px` }}
      aria-hidden="true"
    >
      <p class="plan-card-title">
        {stage.capabilities.map((capability) => (
          <Sign key={capability} capability={capability} />
        ))}
        {stage.id}
        <span class="plan-card-kind">{stage.capabilities.map(capabilityTitle).join(' + ')}</span>
      </p>
      <dl>
        {lines.map(
          ([name, value]) =>
            value !== undefined &&
            value !== '' && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}

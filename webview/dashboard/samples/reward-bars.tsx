import type { JSX } from 'preact';
import { formatNumber } from '../../kit';
import { rewardBars } from './bars';

const share = (value: number): string => `${Math.round(1000 * value) / 10}%`;

/** The parts of a reward as small bars with their numbers, on one scale. */
export function RewardBars({ reward }: { readonly reward: Readonly<Record<string, number>> }): JSX.Element {
  const { bars, zero } = rewardBars(reward);
  if (bars.length === 0) return <p class="muted">The engine wrote no reward for this response.</p>;
  return (
    <table class="reward-bars" aria-label="Parts of the reward">
      <tbody>
        {bars.map(({ name, value, from, to }) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            <td class="reward-track" aria-hidden="true">
              <div>
                <span class="reward-zero" style={{ insetInlineStart: share(zero) }} />
                {Number.isFinite(value) && (
                  <span
                    class={value < 0 ? 'reward-bar negative' : 'reward-bar'}
                    style={{ insetInlineStart: share(from), width: share(to - from) }}
                  />
                )}
              </div>
            </td>
            <td class={Number.isFinite(value) ? 'numeric' : 'numeric not-a-number'}>{formatNumber(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

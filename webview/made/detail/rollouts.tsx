import type { MadeItem } from '../../../src/protocol/made';
import { Icon, plural } from '../../kit';
import { Said } from './said';

/** The pass rate with its interval, and every rollout that it was measured by. */
export function Rollouts({ item: { rate, interval, predictions = [] } }: { readonly item: MadeItem }) {
  const graded = predictions.filter(({ correct }) => correct !== null);
  const right = graded.filter(({ correct }) => correct === true).length;
  return (
    <>
      {rate === undefined ? (
        <p class="muted">No rollout could be graded, so there is no pass rate.</p>
      ) : (
        <div class="rate-line">
          <strong class="numeric">{rate.toFixed(2)}</strong>
          <span
            class="rate-track"
            role="img"
            aria-label={
              interval === undefined
                ? `Pass rate ${rate.toFixed(2)}`
                : `Pass rate ${rate.toFixed(2)}, between ${interval[0].toFixed(2)} and ${interval[1].toFixed(2)}`
            }
          >
            {interval === undefined ? null : (
              <span
                class="rate-interval"
                style={{ left: `${100 * interval[0]}%`, width: `${100 * (interval[1] - interval[0])}%` }}
              />
            )}
            <span class="rate-dot" style={{ left: `${100 * rate}%` }} />
          </span>
          <span class="muted numeric">
            {interval === undefined ? '' : `[${interval[0].toFixed(2)}, ${interval[1].toFixed(2)}], `}
            {right} of {plural(graded.length, 'rollout')}
            {graded.length < predictions.length ? `, ${predictions.length - graded.length} not graded` : ''}
          </span>
        </div>
      )}
      {predictions.length === 0 ? null : (
        <ol class="rollouts" aria-label="Rollouts">
          {predictions.map(({ text, correct }, at) => (
            <li key={at}>
              <details>
                <summary class={`outcome-${correct === null ? 'missing' : correct ? 'right' : 'wrong'}`}>
                  <Icon
                    name={correct === null ? 'circle-slash' : correct ? 'check' : 'close'}
                    label={correct === null ? 'not graded' : correct ? 'right' : 'wrong'}
                  />
                  <span class="rollout-words">{text.trim() === '' ? '(empty)' : lastLine(text)}</span>
                </summary>
                <Said text={text} />
              </details>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Where the answer usually stands. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.slice(-160) ?? '';

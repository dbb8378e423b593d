import { MAKE_STEPS, type MadeManifest, type MakeStep } from '../../../src/protocol/made';
import { formatCount } from '../../kit';
import { STEP_TITLES } from '../parts/titles';

interface FellProps {
  readonly funnel: MadeManifest['funnel'];
  /** Lists what fell at a step, for one reason where it is named. */
  readonly onChoose: (step: MakeStep, reason?: string) => void;
}

/** The funnel with its reasons: how many came into each step and went on, and why the others did not. */
export const Fell = ({ funnel, onChoose }: FellProps) => (
  <table class="fell">
    <thead>
      <tr>
        <th scope="col">Step</th>
        <th scope="col" class="end">
          In
        </th>
        <th scope="col" class="end">
          Out
        </th>
        <th scope="col">Why the others fell</th>
      </tr>
    </thead>
    <tbody>
      {funnel.map(({ step, in: came, out, dropped }) => (
        <tr key={step}>
          <th scope="row" title={MAKE_STEPS[step]}>
            {dropped.length === 0 ? (
              STEP_TITLES[step]
            ) : (
              <button type="button" class="plain-button" onClick={() => onChoose(step)}>
                {STEP_TITLES[step]}
              </button>
            )}
          </th>
          <td class="end numeric">{formatCount(came)}</td>
          <td class="end numeric">{formatCount(out)}</td>
          <td>
            {dropped.length === 0 ? (
              <span class="muted">–</span>
            ) : (
              <ul class="fell-reasons">
                {dropped.map(({ reason, count }) => (
                  <li key={reason}>
                    <span class="numeric fell-count">{formatCount(count)}</span>
                    <button type="button" class="plain-button" onClick={() => onChoose(step, reason)}>
                      {reason}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

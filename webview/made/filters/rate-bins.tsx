import type { MadeFilter } from '../../../src/protocol/made';
import { plural } from '../../kit';
import { chosenBins, clickBin } from './rates';

interface RateBinsProps {
  /** Rows by pass rate, in equal bins of [0, 1]. */
  readonly bins: readonly number[];
  readonly rate: MadeFilter['rate'];
  readonly onRate: (rate: MadeFilter['rate']) => void;
}

/** The histogram of pass rates; clicks on its bars choose a range. */
export function RateBins({ bins, rate, onRate }: RateBinsProps) {
  const most = bins.reduce((a, b) => Math.max(a, b), 1);
  const chosen = chosenBins(rate, bins.length);
  const end = (bin: number): string => (bin / bins.length).toFixed(1);
  return (
    <fieldset class="facet">
      <legend>Pass rate</legend>
      <div class="rate-bins">
        {bins.map((n, bin) => {
          const inside = chosen === undefined || (bin >= chosen[0] && bin <= chosen[1]);
          return (
            <button
              key={bin}
              type="button"
              class={`rate-bin${inside ? '' : ' outside'}`}
              aria-pressed={chosen !== undefined && inside}
              aria-label={`${end(bin)} to ${end(bin + 1)}: ${plural(n, 'question')}`}
              title={`${end(bin)} to ${end(bin + 1)}: ${plural(n, 'question')}`}
              onClick={() => onRate(clickBin(rate, bin, bins.length))}
            >
              <span class="rate-fill" style={{ height: `${(100 * n) / most}%` }} />
            </button>
          );
        })}
      </div>
      <div class="rate-axis muted numeric" aria-hidden="true">
        <span>0</span>
        <span>0.5</span>
        <span>1</span>
      </div>
    </fieldset>
  );
}

import type { AuditRate } from '../../../src/protocol/audit';

/** A share as a horizontal bar from 0 to 100 %, with the whisker of its interval. */
export const RateBar = ({ rate }: { readonly rate: AuditRate }) => {
  const { value, low, high } = rate;
  return (
    <svg class="rate-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rate-ground" x="0" y="0" width="100" height="12" />
      <rect class="rate-value" x="0" y="2" width={100 * value} height="8" />
      <path
        class="rate-whisker"
        d={`M${100 * low} 6H${100 * high}M${100 * low} 2.5V9.5M${100 * high} 2.5V9.5`}
      />
    </svg>
  );
};

import { AUDIT_METHOD_NAMES } from '../../../src/protocol/audit';
import { METHOD_LETTERS, METHOD_TITLES } from '../parts/titles';

/** What stands in the list's columns; who hears the rows hears it in each of them. */
export const ListHead = () => (
  <div class="item-head" aria-hidden="true">
    <span />
    <span class="item-names">Item</span>
    <span class="item-gold">Gold, answer</span>
    <span class="verdict-marks" title="What each method says">
      {AUDIT_METHOD_NAMES.map((method) => (
        <span key={method} class="verdict-letter" title={METHOD_TITLES[method]}>
          {METHOD_LETTERS[method]}
        </span>
      ))}
    </span>
    <span class="item-change" />
    <span class="item-length">Tokens</span>
  </div>
);

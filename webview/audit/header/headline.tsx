import type { AuditSet } from '../../../src/protocol/audit';
import { useStore } from '../../kit';
import { countWords, methodWords, shareWords } from '../parts/rate';
import { METHOD_TITLES } from '../parts/titles';
import { act, useAuditor } from '../state/ask';
import { useModel } from '../state/context';

/** The one figure of the set: perception's share with all that belongs to it, or why there is none yet. */
export function Headline({ set }: { readonly set: AuditSet }) {
  const { revision, state } = useModel();
  const version = useStore(revision, (value) => value);
  const method = useStore(state, (value) => value.method);
  const { value } = useAuditor('figures', { set: set.dir }, version);
  if (value === undefined) return <p class="headline" aria-hidden="true" />;
  const rate = value.perception[method];
  const why = value.withheld[method];
  const accuracy = (
    <span class="headline-side">
      Accuracy {shareWords(value.accuracy)}, {countWords(value.accuracy)}
    </span>
  );
  if (set.failures === 0) return <p class="headline numeric">{accuracy}</p>;
  const none = !Object.values(set.methods).some((n) => n > 0);
  if (rate === undefined)
    return (
      <p class="headline numeric">
        <span>
          {why !== undefined
            ? `Perception is not given: ${why.replace(/\.$/, '')}.`
            : none
              ? 'No failure has been attributed yet.'
              : `No verdict by the ${METHOD_TITLES[method].toLowerCase()} method yet.`}
        </span>{' '}
        {none ? (
          <button
            type="button"
            class="plain-button"
            onClick={() => act({ action: 'attribute', set: set.dir })}
          >
            Attribute the failures…
          </button>
        ) : null}
        {accuracy}
      </p>
    );
  return (
    <p class="headline numeric">
      <span>
        Perception <strong>{shareWords(rate)}</strong>, {countWords(rate)}
        <span class="muted">
          {' '}
          · {METHOD_TITLES[method].toLowerCase()}, {methodWords(rate)}
        </span>
      </span>
      {accuracy}
    </p>
  );
}

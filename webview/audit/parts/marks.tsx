import { AUDIT_METHOD_NAMES, type ItemChange, type ShortVerdict } from '../../../src/protocol/audit';
import { capabilityClass, capabilityTitle } from '../../kit';
import { CHANGE_MARKS, CHANGE_TITLES, LABEL_LETTERS, labelSpec, METHOD_TITLES } from './titles';

/** A capability by shape and colour: circle, square, triangle, and a diamond for all else. */
export const CapabilityMark = ({ capability }: { readonly capability: string }) => {
  const kind = capabilityClass(capability);
  const title = capability === '' ? 'no capability' : capabilityTitle(capability);
  return (
    <svg class={`capability-mark capability-${kind}`} viewBox="0 0 12 12" role="img" aria-label={title}>
      <title>{title}</title>
      {kind === 'perception' ? (
        <circle cx="6" cy="6" r="4.5" />
      ) : kind === 'textual-reasoning' ? (
        <rect x="2" y="2" width="8" height="8" />
      ) : kind === 'visual-reasoning' ? (
        <path d="M6 1.2 11 10.4H1Z" />
      ) : (
        <path d="M6 1 11 6 6 11 1 6Z" />
      )}
    </svg>
  );
};

/** What one method says: a letter in a shape for its side. */
export const VerdictMark = ({ verdict }: { readonly verdict: ShortVerdict }) => {
  const { title, side } = labelSpec(verdict.label);
  const words = `${METHOD_TITLES[verdict.method]}: ${title}${
    verdict.subtype === undefined ? '' : `, ${verdict.subtype.replaceAll('_', ' ')}`
  }`;
  return (
    <span class={`verdict-mark side-${side}`} role="img" aria-label={words} title={words}>
      {LABEL_LETTERS[verdict.label]}
    </span>
  );
};

/** The three methods side by side, each always at its own place. */
export const VerdictMarks = ({ verdicts }: { readonly verdicts: readonly ShortVerdict[] }) => (
  <span class="verdict-marks">
    {AUDIT_METHOD_NAMES.map((method) => {
      const verdict = verdicts.find((one) => one.method === method);
      return verdict === undefined ? (
        <span key={method} class="verdict-mark side-none" aria-hidden="true">
          ·
        </span>
      ) : (
        <VerdictMark key={method} verdict={verdict} />
      );
    })}
  </span>
);

/** What became of an item from one set to another. */
export const ChangeMark = ({ change }: { readonly change: ItemChange }) => (
  <span
    class={`change-mark change-${change.replace(' ', '-')}`}
    role="img"
    aria-label={CHANGE_TITLES[change]}
    title={CHANGE_TITLES[change]}
  >
    {CHANGE_MARKS[change]}
  </span>
);

import type { JSX } from 'preact';
import { Icon } from '../../../kit';
import { OUTCOME_ICONS, outcomeOf } from './words';

/** Right, wrong or not judged: an icon and the word. */
export function Outcome({ correct }: { readonly correct: boolean | null }): JSX.Element {
  const { kind, word } = outcomeOf(correct);
  return (
    <span class={`outcome outcome-${kind}`}>
      <Icon name={OUTCOME_ICONS[kind]} /> {word}
    </span>
  );
}

import type { MadeOutcome } from '../../../src/protocol/made';
import { Icon } from '../../kit';
import { ARM_TITLES, OUTCOME_ICONS, OUTCOME_WORDS } from './titles';

/** What became of a question asked of a model under an arm: an icon, in words for who hears it. */
export const OutcomeMark = ({ model, arm, outcome }: MadeOutcome) => (
  <span class={`outcome-mark outcome-${outcome}`}>
    <Icon name={OUTCOME_ICONS[outcome]} label={`${model} ${ARM_TITLES[arm]}: ${OUTCOME_WORDS[outcome]}`} />
  </span>
);

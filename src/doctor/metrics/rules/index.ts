import type { RuleMaker } from '../rule';
import { blindRule } from './blind';
import { collapseRule, entropyRule, gradientRule, klRule, lengthRule } from './divergence';
import { accuracyRule, formatRule } from './format';
import { groupsRule } from './groups';
import { memoryRule } from './memory';
import { plateauRule, truncationRule } from './progress';
import { rewardTimeRule } from './time';

/** Every rule over metrics, the specific ones first: what they find makes the general ones silent. */
export const RULES: readonly RuleMaker[] = [
  formatRule,
  accuracyRule,
  groupsRule,
  blindRule,
  gradientRule,
  klRule,
  entropyRule,
  lengthRule,
  collapseRule,
  truncationRule,
  rewardTimeRule,
  memoryRule,
  plateauRule,
];

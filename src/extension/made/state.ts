import { isAbsolute } from 'node:path';
import {
  MADE_SPLITS,
  MADE_TABS,
  MAKE_ARMS,
  MAKE_STEPS,
  OUTCOMES,
  type MadeFilter,
  type MadeOutcome,
  type MadePageState,
  type MakeArm,
  type MakeStep,
} from '../../protocol';
import { fieldsOf, isIndex, isText, oneOf, some, text, texts } from '../pages/fields';

/** What a browser is asked to show: a curriculum, and as much more as somebody knows. */
export type ShownMade = Partial<MadePageState> & { readonly file: string };

const STEPS = Object.keys(MAKE_STEPS) as readonly MakeStep[];
const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];

/**
 * The state that a page or an earlier window hands over, as far as it is one: what does not fit is left out. Nothing
 * without the curriculum.
 */
export function shownMade(value: unknown): ShownMade | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined || !isText(fields.file) || !isAbsolute(fields.file)) return undefined;
  return {
    file: fields.file,
    ...text('variant', fields.variant),
    ...text('dataset', fields.dataset),
    ...(fieldsOf(fields.filter) === undefined ? {} : { filter: madeFilter(fields.filter) }),
    ...(isIndex(fields.selected) ? { selected: fields.selected } : {}),
    ...oneOf('tab', MADE_TABS, fields.tab),
  };
}

/** The fields of a filter that are such. */
export function madeFilter(value: unknown): MadeFilter {
  const fields = fieldsOf(value) ?? {};
  return {
    ...oneOf('decision', ['kept', 'dropped'] as const, fields.decision),
    ...some('steps', fields.steps, (one) => STEPS.find((known) => known === one)),
    ...texts('reasons', fields.reasons),
    ...texts('kinds', fields.kinds),
    ...some('splits', fields.splits, (one) => MADE_SPLITS.find((known) => known === one)),
    ...some('outcomes', fields.outcomes, outcome),
    ...(typeof fields.hand === 'boolean' ? { hand: fields.hand } : {}),
    ...rate(fields.rate),
    ...text('text', fields.text),
  };
}

function outcome(value: unknown): MadeOutcome | undefined {
  const fields = fieldsOf(value) ?? {};
  const arm = ARMS.find((known) => known === fields.arm);
  const said = OUTCOMES.find((known) => known === fields.outcome);
  return isText(fields.model) && arm !== undefined && said !== undefined
    ? { model: fields.model, arm, outcome: said }
    : undefined;
}

function rate(value: unknown): Pick<MadeFilter, 'rate'> {
  const { from, to } = fieldsOf(value) ?? {};
  return isShare(from) && isShare(to) && from <= to ? { rate: { from, to } } : {};
}

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

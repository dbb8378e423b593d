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

/** What a browser is asked to show: a curriculum, and as much more as somebody knows. */
export type ShownMade = Partial<MadePageState> & { readonly file: string };

/** Longer texts and lists are none of ours. */
const LONGEST = 4096;
const MOST = 1000;
const STEPS = Object.keys(MAKE_STEPS) as readonly MakeStep[];
const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];

type Fields = Readonly<Record<string, unknown>>;

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
    ...some('reasons', fields.reasons, (one) => (isText(one) ? one : undefined)),
    ...some('kinds', fields.kinds, (one) => (isText(one) ? one : undefined)),
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

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST && !value.includes('\0');
const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

const text = <K extends string>(key: K, value: unknown): Partial<Record<K, string>> =>
  isText(value) ? ({ [key]: value } as Partial<Record<K, string>>) : {};

function oneOf<K extends string, V extends string>(
  key: K,
  known: readonly V[],
  value: unknown,
): Partial<Record<K, V>> {
  const found = known.find((name) => name === value);
  return found === undefined ? {} : ({ [key]: found } as Partial<Record<K, V>>);
}

function some<K extends string, V>(
  key: K,
  value: unknown,
  take: (entry: unknown) => V | undefined,
): Partial<Record<K, readonly V[]>> {
  if (!Array.isArray(value)) return {};
  const taken = value.slice(0, MOST).flatMap((entry) => take(entry) ?? []);
  return taken.length === 0 ? {} : ({ [key]: taken } as unknown as Partial<Record<K, readonly V[]>>);
}

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
} from '../../../src/protocol/made';
import { MOST_TEXT } from '../../kit/list/most-text';

/** Most values of one filter. */
const MOST_VALUES = 500;
export const STEPS = Object.keys(MAKE_STEPS) as readonly MakeStep[];
export const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];

export const freshState = (file: string): MadePageState => ({ file, filter: {}, tab: 'browse' });

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A state that was kept in an earlier life or comes with a command: from outside, so that what does not fit is left as
 * it is in `base`.
 */
export function readState(value: unknown, base: MadePageState): MadePageState {
  if (!isObject(value)) return base;
  const { variant: baseVariant, dataset: baseDataset, selected: baseSelected, ...rest } = base;
  const selected = Number.isSafeInteger(value.selected) ? (value.selected as number) : undefined;
  return {
    ...rest,
    ...optional('variant', textOf(value.variant) ?? baseVariant),
    ...optional('dataset', textOf(value.dataset) ?? baseDataset),
    filter: 'filter' in value ? readFilter(value.filter) : base.filter,
    tab: MADE_TABS.find((one) => one === value.tab) ?? base.tab,
    ...optional('selected', 'selected' in value ? selected : baseSelected),
  };
}

function readFilter(value: unknown): MadeFilter {
  if (!isObject(value)) return {};
  return cleaned({
    decision: (['kept', 'dropped'] as const).find((one) => one === value.decision),
    steps: some(STEPS, value.steps),
    reasons: texts(value.reasons),
    kinds: texts(value.kinds),
    splits: some(MADE_SPLITS, value.splits),
    outcomes: Array.isArray(value.outcomes)
      ? value.outcomes.slice(0, MOST_VALUES).flatMap((one) => outcomeOf(one) ?? [])
      : undefined,
    hand: typeof value.hand === 'boolean' ? value.hand : undefined,
    rate: rateOf(value.rate),
    text: textOf(value.text)?.slice(0, MOST_TEXT),
  });
}

/** Without what is empty, so that the same filter is the same text. */
export const cleaned = (filter: Readonly<Partial<Record<keyof MadeFilter, unknown>>>): MadeFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );

function outcomeOf(value: unknown): MadeOutcome | undefined {
  if (!isObject(value) || typeof value.model !== 'string') return undefined;
  const arm = ARMS.find((one) => one === value.arm);
  const outcome = OUTCOMES.find((one) => one === value.outcome);
  return arm === undefined || outcome === undefined ? undefined : { model: value.model, arm, outcome };
}

function rateOf(value: unknown): MadeFilter['rate'] {
  if (!isObject(value)) return undefined;
  const { from, to } = value;
  const fits = typeof from === 'number' && typeof to === 'number' && from >= 0 && to <= 1 && from <= to;
  return fits ? { from, to } : undefined;
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);

function some<T>(known: readonly T[], value: unknown): readonly T[] | undefined {
  return Array.isArray(value) ? known.filter((one) => value.includes(one)) : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((one): one is string => typeof one === 'string').slice(0, MOST_VALUES);
}

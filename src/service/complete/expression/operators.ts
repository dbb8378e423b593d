import { ALLOWED_FUNCTIONS, type ExpressionKind } from '../../../data';
import type { Draft } from '../context';
import { parametersOf, type ValueKind } from './kinds';
import type { Frame } from './read';
import { WORDS as W } from './words';

const COMPARE = [W.less, W.atMost, W.greater, W.atLeast];
const SAME = [W.equal, W.unequal];
const PATTERN = [W.like, W.notLike, W.ilike];
const LISTED = [W.in, W.notIn];
const EMPTY = [W.isNull, W.isNotNull];
const COUNT = [W.rest, W.plus, W.minus, W.times, W.by];

/** What an operand of each kind is compared by, the likeliest first. */
const OF_KIND: Readonly<Record<ValueKind | 'any', readonly Draft[]>> = {
  number: [...COMPARE, ...SAME, W.between, ...LISTED, ...EMPTY],
  text: [...SAME, ...PATTERN, ...LISTED, ...EMPTY, ...COMPARE, W.between],
  list: [...SAME, ...EMPTY],
  truth: [...SAME, ...EMPTY],
  other: [...SAME, ...COMPARE, W.between, ...LISTED, ...EMPTY],
  any: [...COMPARE, ...SAME, ...LISTED, W.between, ...EMPTY, ...PATTERN],
};

const BOTH = [W.and, W.or];

/** Words that may stand behind an operand, the likeliest first. */
export function operatorsAt(
  kind: ExpressionKind,
  frame: Frame,
  depth: number,
  behind: string,
): readonly Draft[] {
  switch (frame.after) {
    case 'is':
      return [W.null, W.notNull];
    case 'is not':
      return [W.null];
    case 'not it':
      return [W.in, W.like, W.ilike, W.between];
    case 'not':
    case 'type':
    case undefined:
      break;
  }
  if (frame.between) return [W.upTo];
  const closed = closers(frame, behind);
  if (kind === 'order' && depth === 0 && frame.kind === 'whole') return sorting(frame);
  if (frame.kind === 'call' && ['cast', 'try_cast'].includes(frame.call ?? '')) return [W.asType, ...closed];
  const own = OF_KIND[frame.operand?.kind ?? 'any'];
  const more = [
    ...(frame.operand?.kind === 'number' ? COUNT : []),
    ...(frame.operand?.kind === 'text' ? [W.join] : []),
  ];
  if (frame.kind === 'call' || frame.kind === 'items') return [...closed, ...more];
  const parts = caseParts(frame);
  // What is true or false by itself needs no comparison; anything else does before it can be joined to another.
  if (frame.isCondition) {
    const isBare = frame.compared === undefined && frame.operand?.name !== undefined;
    return [...BOTH, ...parts, ...closed, ...(isBare ? own : [])];
  }
  if (frame.kind === 'case' && frame.part !== 'when') return [...parts, ...more, ...own];
  return [...own, ...more, ...closed, ...parts, ...BOTH];
}

function sorting({ sorted }: Frame): readonly Draft[] {
  const nulls = [W.nullsLast, W.nullsFirst];
  switch (sorted) {
    case undefined:
      return [W.desc, W.asc, ...nulls, W.comma];
    case 'direction':
      return [...nulls, W.comma];
    case 'nulls':
      return [W.last, W.first];
    case 'end':
      return [W.comma];
  }
}

function caseParts({ kind, part }: Frame): readonly Draft[] {
  if (kind !== 'case') return [];
  if (part === 'when') return [W.then];
  return part === 'then' ? [W.else, W.when, W.end] : part === 'else' ? [W.end] : [W.when];
}

/** A comma where another argument can follow, and the bracket that is missing. */
function closers(frame: Frame, behind: string): readonly Draft[] {
  const { kind, call, close, index } = frame;
  if (close === undefined) return [];
  const isThere = behind.trimStart().startsWith(close);
  const ends: readonly Draft[] = isThere ? [] : [close === ')' ? W.round : W.square];
  if (kind === 'items') return [...ends, W.comma];
  if (kind !== 'call' || !Object.hasOwn(ALLOWED_FUNCTIONS, call ?? '')) return ends;
  const { signature } = new Map(Object.entries(ALLOWED_FUNCTIONS)).get(call ?? '') ?? { signature: '()' };
  const parameters = parametersOf(signature);
  if (index + 1 < parameters.length) return [W.comma, ...ends];
  return parameters.at(-1) === '...' ? [...ends, W.comma] : ends;
}

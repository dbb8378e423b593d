import { ALLOWED_FUNCTIONS, CAST_TYPES } from '../../src/data';
import {
  AUDIT_METHODS,
  BUILTIN_REWARDS,
  CAPABILITIES,
  CAPABILITY_ORDERS,
  DIFFICULTY_ORDERS,
  ENGINE_NAMES,
  EVALUATORS,
  GRAMMAR,
  MODEL_PRESETS,
  type Shape,
} from '../../src/language';
import { METRICS } from '../../src/protocol';
import { EXPRESSION_KEYWORDS } from '../../src/service/tokens';

/** The keys that the grammar knows anywhere, those the user chooses left out. */
function keysOf(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case 'record':
      return Object.entries(shape.keys).flatMap(([key, field]) => [key, ...keysOf(field)]);
    case 'dictionary':
      return keysOf(shape.value);
    case 'list':
      return keysOf(shape.item);
    case 'either':
      return shape.options.flatMap(keysOf);
    default:
      return [];
  }
}

/** Words as alternatives of a regular expression, the longest first. */
const anyOf = (words: readonly string[]): string =>
  [...new Set(words)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\-]/g, '\\$&'))
    .join('|');

export const KEYS = anyOf(keysOf(GRAMMAR));
export const NAMED_VALUES = anyOf([
  ...ENGINE_NAMES,
  ...CAPABILITIES,
  ...CAPABILITY_ORDERS,
  ...DIFFICULTY_ORDERS,
  ...AUDIT_METHODS,
  ...EVALUATORS,
  ...Object.keys(MODEL_PRESETS),
  ...Object.keys(BUILTIN_REWARDS),
]);
export const KEYWORDS = anyOf(EXPRESSION_KEYWORDS);
export const TYPES = anyOf([...CAST_TYPES]);
export const FUNCTIONS = anyOf(Object.keys(ALLOWED_FUNCTIONS));
export const METRIC_NAMES = anyOf(Object.keys(METRICS));

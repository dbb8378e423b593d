import { LANGUAGE_VERSION, GRAMMAR } from '../schema/grammar';
import { MODEL_PRESETS } from '../schema/presets';
import { BUILTIN_REWARDS } from '../schema/reward-table';
import { STAGE_KEYS } from '../schema/stage-grammar';
import type { Field, Shape, TextContent } from '../schema/shape';
import type { JsonSchema } from './types';

/** Names of folders; that Windows keeps some of them for devices is beyond a pattern's reach. */
export const NAME_PATTERN = '^[A-Za-z0-9_]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$';
const HUB_PART = '[A-Za-z0-9][A-Za-z0-9_.-]*';

const PATTERNS: Partial<Record<TextContent, string>> = {
  checkpoint: '^(best|last|step\\s+0*[1-9]\\d*)$',
  data: `\\.([jJ][sS][oO][nN][lL]?|[cC][sS][vV]|[pP][aA][rR][qQ][uU][eE][tT])$|^${HUB_PART}/${HUB_PART}@[A-Za-z0-9_][A-Za-z0-9_.+-]*$`,
};

/** Values to offer where any text may stand. */
const OFFERED: Partial<Record<TextContent, readonly string[]>> = {
  model: Object.keys(MODEL_PRESETS),
  reward: Object.keys(BUILTIN_REWARDS),
  checkpoint: ['best', 'last'],
  stage: ['base'],
};

/** What the meaning of a text adds to its shape, as far as a schema can say it. */
export function contentSchema(field: Shape & Partial<Field>): JsonSchema {
  if (field === GRAMMAR.keys.curriculum) return { enum: [LANGUAGE_VERSION] };
  // One engine trains; of the settings of several none would be meant.
  if (field === GRAMMAR.keys.engine) return { minProperties: 1, maxProperties: 1 };
  if (field.kind !== 'string' || field.content === undefined) return {};
  const isFolderName = field === GRAMMAR.keys.name || field === STAGE_KEYS.id;
  const pattern = isFolderName ? NAME_PATTERN : PATTERNS[field.content];
  const examples = OFFERED[field.content];
  return { ...(pattern === undefined ? {} : { pattern }), ...(examples === undefined ? {} : { examples }) };
}

/** Keys that the user chooses and that name folders. */
export function keySchema(entry: string): JsonSchema {
  return ['dataset id', 'stage id', 'variant name'].includes(entry)
    ? { propertyNames: { pattern: NAME_PATTERN } }
    : {};
}

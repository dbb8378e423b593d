import { GRAMMAR } from '../schema/grammar';
import { requiredKeys } from './required';
import { schemaWriter } from './shapes';
import type { JsonSchema } from './types';

export type { JsonSchema } from './types';

/**
 * The grammar as JSON Schema draft-07, for tools that know YAML but not this language. It says what a single file can
 * say: keys, types, ranges, names. Names that must exist, and what a file inherits, are beyond a schema.
 */
export function curriculumSchema(): JsonSchema {
  const writer = schemaWriter(GRAMMAR);
  const whole = writer.shape(GRAMMAR);
  const required = requiredKeys(GRAMMAR);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Stagecraft curriculum',
    description:
      'Which capability of a vision-language model is trained when, on which rows, in which order.',
    ...whole,
    ...(required === undefined ? {} : { if: { required: ['extends'] }, else: required }),
    definitions: writer.definitions(),
  };
}

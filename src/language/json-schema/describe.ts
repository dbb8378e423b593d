import { describeShape, showNumber, type Field } from '../schema/shape';
import type { JsonSchema } from './types';

/** What is known of a key besides its shape: words for people, the default, an example. */
export function describeField(field: Field): JsonSchema {
  const usual = usually(field);
  const engines = field.engines === undefined ? '' : `Engines: ${field.engines.join(', ')}.`;
  const unit = field.unit === undefined ? '' : `Unit: ${field.unit}.`;
  const example = exampleValue(field);
  return {
    description: [field.doc, unit, usual, engines].filter((text) => text !== '').join(' '),
    markdownDescription: [
      field.doc,
      `*${describeShape(field)}${field.unit === undefined ? '' : ` (${field.unit})`}*`,
      usual,
      engines,
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

function usually({ default: usual, absent, required }: Field): string {
  if (required === true) return 'Required.';
  if (usual === undefined) return absent === undefined ? '' : `Without it: ${absent}.`;
  return `Default: \`${typeof usual === 'number' ? showNumber(usual) : JSON.stringify(usual)}\`.`;
}

/** An example is written as YAML; only those that are plain texts or numbers are also JSON values. */
function exampleValue({ kind, example }: Field): unknown {
  if (example === undefined) return undefined;
  if (kind === 'number' || kind === 'integer') return Number(example);
  if (kind === 'string' || kind === 'enum') return example;
  if (kind !== 'string-list' && kind !== 'enum-list') return undefined;
  return example
    .replaceAll(/^\[|\]$/g, '')
    .split(',')
    .map((word) => word.trim());
}

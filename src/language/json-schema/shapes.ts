import type { Field, Fields, Shape } from '../schema/shape';
import { describeField } from './describe';
import { contentSchema, keySchema } from './patterns';
import type { JsonSchema } from './types';

/** A plain number or `true` where text is wanted is that text. */
const TEXT = { type: ['string', 'number', 'boolean'] } as const;

/** Writes shapes as schemas; a key that several mappings share becomes one definition. */
export interface SchemaWriter {
  shape(shape: Shape): JsonSchema;
  definitions(): Readonly<Record<string, JsonSchema>>;
}

export function schemaWriter(root: Shape): SchemaWriter {
  const shared = sharedFields(root);
  const names = new Map<Field, string>();
  const definitions: Record<string, JsonSchema> = {};

  const field = (key: string, one: Field): JsonSchema => {
    const full = (): JsonSchema => ({
      ...shape(one),
      ...contentSchema(one),
      ...describeField(one),
      ...offered(one),
    });
    if (!shared.has(one)) return full();
    let name = names.get(one);
    if (name === undefined) {
      name = key;
      for (let next = 2; name in definitions; next++) name = `${key}-${next}`;
      names.set(one, name);
      // The place is taken before the schema is there: a schema may come upon the same name inside itself.
      definitions[name] = {};
      definitions[name] = full();
    }
    return { $ref: `#/definitions/${name}` };
  };

  const record = (keys: Fields): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(keys).map(([key, one]) => [key, field(key, one)])),
    additionalProperties: false,
  });

  const shape = (one: Shape): JsonSchema => {
    switch (one.kind) {
      case 'number':
      case 'integer':
        return {
          type: one.kind,
          ...(one.min === undefined
            ? {}
            : one.exclusiveMin === true
              ? { exclusiveMinimum: one.min }
              : { minimum: one.min }),
          ...(one.max === undefined ? {} : { maximum: one.max }),
        };
      case 'boolean':
        return { type: 'boolean' };
      case 'enum':
        return { enum: one.values };
      case 'enum-list':
        return { anyOf: [{ enum: one.values }, { type: 'array', items: { enum: one.values } }] };
      case 'string':
        return TEXT;
      case 'string-list':
        return {
          anyOf: [
            TEXT,
            { type: 'array', items: TEXT, ...(one.minItems === undefined ? {} : { minItems: one.minItems }) },
          ],
        };
      case 'record':
        return record(one.keys);
      case 'dictionary':
        return { type: 'object', ...keySchema(one.entry), additionalProperties: shape(one.value) };
      case 'list':
        return { type: 'array', items: shape(one.item) };
      case 'either':
        return { anyOf: one.options.map(shape) };
      case 'any':
        return {};
    }
  };
  return { shape, definitions: () => definitions };
}

/** What is offered for a text wins over the one example of its key. */
const offered = (field: Field): JsonSchema => {
  const { examples } = contentSchema(field);
  return examples === undefined ? {} : { examples };
};

function sharedFields(root: Shape): ReadonlySet<Field> {
  const seen = new Set<Field>();
  const shared = new Set<Field>();
  const visit = (shape: Shape): void => {
    switch (shape.kind) {
      case 'record':
        for (const field of Object.values(shape.keys)) {
          if (seen.has(field)) shared.add(field);
          else {
            seen.add(field);
            visit(field);
          }
        }
        return;
      case 'dictionary':
        visit(shape.value);
        return;
      case 'list':
        visit(shape.item);
        return;
      case 'either':
        shape.options.forEach(visit);
        return;
      default:
    }
  };
  visit(root);
  return shared;
}

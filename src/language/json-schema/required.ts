import type { Shape } from '../schema/shape';
import type { JsonSchema } from './types';

/**
 * The keys that a file must have when it extends no other: nothing but `required`, level by level. A file that
 * extends may leave any of them to the other, and so may a variant.
 */
export function requiredKeys(shape: Shape): JsonSchema | undefined {
  switch (shape.kind) {
    case 'record': {
      const fields = Object.entries(shape.keys).filter(([key]) => key !== 'variants');
      const required = fields.flatMap(([key, field]) => (field.required === true ? [key] : []));
      const properties = fields.flatMap(([key, field]) => {
        const inner = requiredKeys(field);
        return inner === undefined
          ? []
          : [[key, field.required === true ? notEmpty(field, inner) : inner] as const];
      });
      // A record has at most one key that another may stand for.
      const instead = fields.flatMap(([key, { requiredWithout: other }]) =>
        other === undefined ? [] : [{ required: [key] }, { required: [other] }],
      );
      if (required.length === 0 && properties.length === 0 && instead.length === 0) return undefined;
      return {
        ...(required.length === 0 ? {} : { required }),
        ...(instead.length === 0 ? {} : { anyOf: instead }),
        ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
      };
    }
    case 'dictionary': {
      const inner = requiredKeys(shape.value);
      return inner === undefined ? undefined : { additionalProperties: inner };
    }
    case 'list': {
      const inner = requiredKeys(shape.item);
      return inner === undefined ? undefined : { items: inner };
    }
    case 'either': {
      // Alternatives differ in kind, and these keywords say nothing of values of another kind: all can stand together.
      const all = shape.options.flatMap((option) => requiredKeys(option) ?? []);
      return all.length === 0 ? undefined : all.reduce((whole, one) => ({ ...whole, ...one }));
    }
    default:
      return undefined;
  }
}

/** What a file must declare, it must declare at least one of. */
const notEmpty = (shape: Shape, inner: JsonSchema): JsonSchema => ({
  ...inner,
  ...(shape.kind === 'dictionary' ? { minProperties: 1 } : {}),
});

import { GRAMMAR, type FieldInfo, type KeyPath } from '../../language';
import type { KnownShape } from './context';

/** The shapes that the grammar allows at a path: several where it leaves a choice, none where it knows no such key. */
export function shapesAt(path: KeyPath): readonly KnownShape[] {
  let shapes: readonly KnownShape[] = [GRAMMAR];
  for (const step of path) shapes = shapes.flatMap(alternatives).flatMap((shape) => below(shape, step));
  return shapes.flatMap(alternatives);
}

/** The alternatives of a shape, each with what is known of the key. */
export function alternatives(shape: KnownShape): readonly KnownShape[] {
  if (shape.kind !== 'either') return [shape];
  const { kind: _kind, options, ...info } = shape;
  return options.flatMap((option) => alternatives({ ...info, ...option }));
}

function below(shape: KnownShape, step: string | number): readonly KnownShape[] {
  switch (shape.kind) {
    case 'record':
      return own(shape.keys, String(step));
    case 'dictionary':
      return typeof step === 'string' ? [shape.value] : [];
    case 'list':
      return typeof step === 'number' ? [shape.item] : [];
    case 'string-list':
    case 'enum-list':
      return typeof step === 'number' ? [itemShape(shape)] : [];
    case 'any':
      return [shape];
    default:
      return [];
  }
}

/** An item of a list of texts or words. */
export function itemShape(shape: Extract<KnownShape, { kind: 'string-list' | 'enum-list' }>): KnownShape {
  const info: Partial<FieldInfo> = shape.doc === undefined ? {} : { doc: shape.doc };
  if (shape.kind === 'enum-list') return { ...info, kind: 'enum', values: shape.values };
  return { ...info, kind: 'string', ...(shape.content === undefined ? {} : { content: shape.content }) };
}

const own = (keys: Readonly<Record<string, KnownShape>>, key: string): readonly KnownShape[] => {
  const found = Object.hasOwn(keys, key) ? keys[key] : undefined;
  return found === undefined ? [] : [found];
};

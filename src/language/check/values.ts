import type { Shape } from '../schema/shape';
import { isEmpty, type TreeNode } from '../parse/tree';

/** Shapes whose value is plain data, without keys of its own. */
export type LeafShape = Extract<
  Shape,
  { kind: 'number' | 'integer' | 'boolean' | 'enum' | 'enum-list' | 'string' | 'string-list' }
>;

export type LeafValue = number | boolean | string | readonly string[];

export type LeafResult =
  | { readonly ok: true; readonly value: LeafValue }
  /** `type`: another kind of value; `value`: right kind, not allowed. `node` is the part that is wrong. */
  | { readonly ok: false; readonly fault: 'type' | 'value'; readonly node: TreeNode };

const fail = (fault: 'type' | 'value', node: TreeNode): LeafResult => ({ ok: false, fault, node });
const done = (value: LeafValue): LeafResult => ({ ok: true, value });

/** Reads a value as the schema wants it; the checker and the curriculum's builder share this one judgement. */
export function readLeaf(shape: LeafShape, node: TreeNode): LeafResult {
  switch (shape.kind) {
    case 'number':
    case 'integer':
      return readNumber(shape, node);
    case 'boolean':
      return node.kind === 'scalar' && typeof node.value === 'boolean'
        ? done(node.value)
        : fail('type', node);
    case 'enum':
      return readWord(shape.values, node);
    case 'string':
      // A plain `2024` or `true` where text is wanted is that text: nobody should have to quote a name.
      return node.kind === 'scalar' && node.value !== null ? done(node.text) : fail('type', node);
    case 'enum-list':
      return readAll(node, (item) => readWord(shape.values, item));
    case 'string-list': {
      const all = readAll(node, (item) => readLeaf({ kind: 'string' }, item));
      if (all.ok && Array.isArray(all.value) && all.value.length < (shape.minItems ?? 0))
        return fail('value', node);
      return all;
    }
  }
}

function readNumber(shape: Extract<LeafShape, { kind: 'number' | 'integer' }>, node: TreeNode): LeafResult {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return fail('type', node);
  const { value } = node;
  if (!Number.isFinite(value)) return fail('value', node);
  if (shape.kind === 'integer' && !Number.isSafeInteger(value)) return fail('type', node);
  if (
    shape.min !== undefined &&
    (value < shape.min || (shape.exclusiveMin === true && value === shape.min))
  ) {
    return fail('value', node);
  }
  return shape.max !== undefined && value > shape.max ? fail('value', node) : done(value);
}

function readWord(values: readonly string[], node: TreeNode): LeafResult {
  if (node.kind !== 'scalar' || node.value === null) return fail('type', node);
  return values.includes(node.text) ? done(node.text) : fail('value', node);
}

function readAll(node: TreeNode, read: (item: TreeNode) => LeafResult): LeafResult {
  if (node.kind === 'map' || isEmpty(node)) return fail('type', node);
  const values: string[] = [];
  for (const item of node.kind === 'list' ? node.items : [node]) {
    const result = read(item);
    if (!result.ok) return result;
    values.push(String(result.value));
  }
  return done(values);
}

/** The value of a leaf, or nothing when it is absent or wrong (which the checker has reported). */
export function leafValue(shape: LeafShape, node: TreeNode | undefined): LeafValue | undefined {
  if (node === undefined) return undefined;
  const result = readLeaf(shape, node);
  return result.ok ? result.value : undefined;
}

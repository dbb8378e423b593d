import type { Shape } from '../schema/shape';
import type { TreeNode } from '../parse/tree';
import { readLeaf, type LeafShape } from './values';

/**
 * The alternative that a node is meant as: judged by the kind of node, and among several of plain values by which of
 * them takes the value, else by whether it is a number. Nothing where no alternative is of the node's kind.
 */
export function alternativeFor<S extends Shape>(options: readonly S[], node: TreeNode): S | undefined {
  const fitting = options.filter((option) => nodeKinds(option).includes(node.kind));
  const [first] = fitting;
  if (fitting.length < 2 || node.kind !== 'scalar') return first;
  const taken = fitting.find((option) => isLeaf(option) && readLeaf(option, node).ok);
  const isNumber = typeof node.value === 'number';
  return taken ?? fitting.find(({ kind }) => (kind === 'number' || kind === 'integer') === isNumber) ?? first;
}

const isLeaf = (shape: Shape): shape is LeafShape =>
  !['record', 'dictionary', 'list', 'either', 'any'].includes(shape.kind);

function nodeKinds(shape: Shape): readonly TreeNode['kind'][] {
  switch (shape.kind) {
    case 'record':
    case 'dictionary':
      return ['map'];
    case 'list':
      return ['list'];
    case 'enum-list':
    case 'string-list':
      return ['list', 'scalar'];
    case 'any':
      return ['map', 'list', 'scalar'];
    case 'either':
      return shape.options.flatMap(nodeKinds);
    default:
      return ['scalar'];
  }
}

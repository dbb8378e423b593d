import { GRAMMAR, STAGE_KEYS, textSpan, type ScalarNode, type Span, type TreeNode } from '../../language';
import { childShape, itemShape, meantShape } from '../document/find-at';
import type { Snapshot } from '../document/snapshot';
import { isOwnValue, ownParts } from '../structure/own';
import { expressionTokens } from './expression';
import type { TokenModifier, TokenType } from './legend';
import { engineToken, isEngine, namesOf, nameToken, type NameToken, type Names } from './names';

/** A coloured piece of the text, offsets in UTF-16 units; it may go over several lines. */
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

type Known = ReturnType<typeof meantShape>;

interface Walk {
  readonly names: Names;
  /** Nothing outside this piece of the text is asked for. */
  readonly window: { readonly start: number; readonly end: number };
  readonly add: (span: Pick<Span, 'start' | 'end'>, token: NameToken) => void;
}

/** All resolved names and expression words of a document, or of a piece of it, in the order of the text. */
export function collectTokens(
  snapshot: Snapshot,
  window: { readonly start: number; readonly end: number },
): readonly SemanticToken[] {
  const { tree } = snapshot;
  const tokens: SemanticToken[] = [];
  if (tree === undefined) return tokens;
  const add: Walk['add'] = ({ start, end }, { type, modifiers = [] }) => {
    if (start < end && start < window.end && end > window.start) tokens.push({ start, end, type, modifiers });
  };
  visit(tree, GRAMMAR, { names: namesOf(snapshot), window, add });
  return tokens.sort((a, b) => a.start - b.start);
}

function visit(node: TreeNode, shape: Known, walk: Walk): void {
  if (node.kind === 'scalar') {
    visitScalar(node, meantShape(shape, node), walk);
    return;
  }
  const meant = meantShape(shape, node);
  for (const { entry, node: inner, start, end } of ownParts(node)) {
    if (end < walk.window.start || start > walk.window.end) continue;
    if (entry === undefined) visit(inner, itemShape(meant, node, inner), walk);
    else {
      const token = keyToken(meant, entry.key);
      if (token !== undefined) walk.add(entry.keySpan, token);
      if (isOwnValue(entry)) visit(inner, childShape(shape, entry.key, node), walk);
    }
  }
}

function keyToken(shape: Known, key: string): NameToken | undefined {
  if (shape?.kind === 'dictionary') {
    switch (shape.entry) {
      case 'dataset id':
        return { type: 'struct', modifiers: ['declaration'] };
      case 'stage id':
        return { type: 'function', modifiers: ['declaration'] };
      case 'variant name':
        return { type: 'enumMember', modifiers: ['declaration'] };
      case 'endpoint name':
        return { type: 'class', modifiers: ['declaration'] };
      default:
        return undefined;
    }
  }
  return shape?.kind === 'record' && isEngine(key) && Object.hasOwn(shape.keys, key)
    ? engineToken
    : undefined;
}

function visitScalar(node: ScalarNode, shape: Known, walk: Walk): void {
  if (node.value === null || node.style === 'broken' || shape === undefined) return;
  if (shape.kind === 'enum') {
    if (isEngine(node.text) && shape.values.includes(node.text)) walk.add(node.span, engineToken);
    return;
  }
  if ((shape.kind !== 'string' && shape.kind !== 'string-list') || shape.content === undefined) return;
  switch (shape.content) {
    case 'row-condition':
    case 'row-order':
    case 'keep-condition':
    case 'metric-condition': {
      const over = shape.content === 'metric-condition' ? 'metrics' : 'rows';
      const place = placer(node);
      for (const token of expressionTokens(node.text, over)) walk.add(place(token.start, token.end), token);
      return;
    }
    case 'name':
      // Of all the keys that hold a name of one's own, only a stage's id is named elsewhere.
      if (shape === STAGE_KEYS.id) walk.add(node.span, { type: 'function', modifiers: ['declaration'] });
      return;
    default: {
      const token = nameToken(shape.content, node.text, walk.names);
      if (token !== undefined) walk.add(node.span, token);
    }
  }
}

/** Places pieces of a scalar's text; what is written as it reads needs no search. */
function placer(node: ScalarNode): (start: number, end: number) => Pick<Span, 'start' | 'end'> {
  const { source, start: base, end: last } = node.span;
  return node.style === 'plain' && source.text.slice(base, last) === node.text
    ? (start, end) => ({ start: base + start, end: base + end })
    : (start, end) => textSpan(node, start, end);
}

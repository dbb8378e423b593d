import { h, type ComponentChild, type JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../../../kit';
import { loadMath, mathEngine } from './engine';
import { mathTree, type MathNode } from './tree';

/** Browsers draw no `menclose`: a box is a row with a border. */
const draw = (node: MathNode | string): ComponentChild =>
  typeof node === 'string'
    ? node
    : node.tag === 'menclose'
      ? h(
          'mrow' as 'math',
          {
            class: `enclosed enclosed-${node.attributes.notation?.split(' ')[0] === 'box' ? 'box' : 'line'}`,
          },
          node.children.map(draw),
        )
      : h(node.tag as 'math', node.attributes, node.children.map(draw));

interface FormulaProps {
  readonly tex: string;
  /** As it stands in the text, with its delimiters: shown when it is no formula that can be set. */
  readonly source: string;
  readonly display: boolean;
}

/** A formula, or its source: for good where it cannot be set, else until what sets formulas is there. */
export function FormulaView({ tex, source, display }: FormulaProps): JSX.Element {
  const engine = useStore(mathEngine, (value) => value);
  useEffect(loadMath, []);
  const tree = engine === undefined ? undefined : mathTree(tex, display, engine.set);
  if (tree === undefined) return <code class="formula-source">{source}</code>;
  return <span class={display ? 'formula formula-display' : 'formula'}>{draw(tree)}</span>;
}

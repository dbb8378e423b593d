import { nearestBenchmark } from '../../../language';
import { oneEdit, quoted, type Fixer } from '../fix';
import { replaceText } from '../write/set';

/** SC235: the benchmark that was meant, where one is near. */
export const unknownBenchmark: Fixer = ({ spot }) => {
  const node = spot.levels.at(-1)?.node;
  const near = node?.kind === 'scalar' ? nearestBenchmark(node.text) : undefined;
  return node?.kind === 'scalar' && near !== undefined
    ? oneEdit(`Change to ${quoted(near)}`, replaceText(node, near), { preferred: true })
    : [];
};

/** SC237: the local file without what stands behind its `@`. */
export const splitOfFile: Fixer = ({ spot }) => {
  const node = spot.levels.at(-1)?.node;
  if (node?.kind !== 'scalar') return [];
  const file = node.text.slice(0, node.text.lastIndexOf('@'));
  return file === ''
    ? []
    : oneEdit(`Change to ${quoted(file)}`, replaceText(node, file), { preferred: true });
};

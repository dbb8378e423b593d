import type { MapNode } from '../../language';
import type { Edit } from '../actions/fix';
import { addKey, addRootKey, fillValue, indentOf } from '../actions/write/set';
import { entryEnd, isFlow, isWithin, lineEnd, ownEntries, spanOf, yamlText } from '../actions/write/text';
import type { StageDraft } from './draft-stage';
import { stepOf } from './style';

/** The data set of a draft behind those of the file, written as the last of them is; undefined where there is no place. */
export function appendDataset(root: MapNode, draft: StageDraft): Edit | undefined {
  const { name, train, capability, heldOut } = draft;
  const pairs = [`capability: ${capability}`, `train: ${yamlText(train)}`];
  const step = stepOf(root);
  const entry = root.entries.get('datasets');
  const inLines = (indent: string): string =>
    [
      ...warning(heldOut).map((line) => `${indent}# ${line}`),
      `${indent}${yamlText(name)}:`,
      ...pairs.map((pair) => `${indent}${step}${pair}`),
    ].join('\n');
  if (entry === undefined)
    return addRootKey(
      root,
      'datasets',
      isFlow(root) ? `{ ${yamlText(name)}: { ${pairs.join(', ')} } }` : `\n${inLines(indentOf(root) + step)}`,
    );
  const map = entry.value;
  if (map.kind === 'scalar' && map.style === 'empty' && !isFlow(root))
    return fillValue(entry.keySpan, `\n${inLines(indentOf(root) + step)}`);
  if (map.kind !== 'map' || !isWithin(map.span, root.span)) return undefined;
  const last = ownEntries(map).at(-1);
  if (isFlow(map) || last === undefined) return addKey(map, yamlText(name), `{ ${pairs.join(', ')} }`);
  const { source } = map.span;
  const at = spanOf(source, lineEnd(source.text, entryEnd(last.keySpan, last.value, map.span)));
  const indent = indentOf(map);
  if (last.value.kind === 'map' && isFlow(last.value)) {
    const comment = warning(heldOut).map((line) => `\n${indent}# ${line}`);
    return { span: at, text: `${comment.join('')}\n${indent}${yamlText(name)}: { ${pairs.join(', ')} }` };
  }
  return { span: at, text: `\n${inLines(indent)}` };
}

/** What whoever reads the curriculum must know of rows that something is measured on. */
function warning(heldOut: readonly string[]): readonly string[] {
  if (heldOut.length === 0) return [];
  const names = heldOut.map((name) => name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 80));
  const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')}, ...` : names.join(', ');
  return [
    `Failures among the held-out rows of ${shown}: once they are trained on, ${names.length === 1 ? 'it is' : 'they are'}`,
    'no measure any more. Measure on other rows.',
  ];
}

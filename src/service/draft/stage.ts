import { child, textOf, type ListNode, type MapNode, type TreeNode } from '../../language';
import type { Edit } from '../actions/fix';
import { addRootKey, fillValue, indentOf } from '../actions/write/set';
import { endOf, isFlow, isWithin, lineEnd, lineStart, spanOf, yamlText } from '../actions/write/text';
import type { Snapshot } from '../document/snapshot';
import type { StageDraft } from './draft-stage';
import { stepOf } from './style';

/** What a stage of the same kind says of its length, and must be said again where nothing else says it. */
const LENGTH = ['epochs', 'steps'] as const;

/** The stage of a draft behind the last one of the file, written as that one is; undefined where there is no place. */
export function appendStage(
  snapshot: Snapshot,
  root: MapNode,
  draft: StageDraft,
  namesTheOneBefore: boolean,
): Edit | undefined {
  const pairs = pairsOf(snapshot, draft, namesTheOneBefore);
  const entry = root.entries.get('stages');
  const step = stepOf(root);
  const comment = `Drafted from failures of an audit${draft.like === undefined ? '' : `, at what \`${draft.like}\` trains`}.`;
  const inLines = (indent: string, dash: string): string =>
    [
      `${indent}# ${comment}`,
      ...pairs.map((pair, index) => `${indent}${index === 0 ? dash : ' '.repeat(dash.length)}${pair}`),
    ].join('\n');
  const inBraces = `{ ${pairs.join(', ')} }`;
  if (entry === undefined)
    return addRootKey(
      root,
      'stages',
      isFlow(root) ? `[${inBraces}]` : `\n${inLines(indentOf(root) + step, '- ')}`,
    );
  const list = entry.value;
  if (list.kind === 'scalar' && list.style === 'empty' && !isFlow(root))
    return fillValue(entry.keySpan, `\n${inLines(indentOf(root) + step, '- ')}`);
  if (list.kind !== 'list' || !isWithin(list.span, root.span)) return undefined;
  const last = list.items.at(-1);
  const { source } = list.span;
  if (isFlow(list)) {
    const at = last === undefined ? list.span.start + 1 : endOf(last);
    return { span: spanOf(source, at), text: last === undefined ? inBraces : `, ${inBraces}` };
  }
  if (last === undefined) return undefined;
  const dash = dashOf(list, last);
  if (dash === undefined) return undefined;
  const gap = hasGaps(list) ? '\n' : '';
  const text =
    last.kind === 'map' && isFlow(last)
      ? `${dash.indent}# ${comment}\n${dash.indent}${dash.text}${inBraces}`
      : inLines(dash.indent, dash.text);
  return { span: spanOf(source, lineEnd(source.text, endOf(last))), text: `\n${gap}${text}` };
}

function pairsOf(snapshot: Snapshot, { name, like, rows }: StageDraft, names: boolean): readonly string[] {
  const { curriculum } = snapshot.checked.base;
  const stages = curriculum?.stages ?? [];
  const before = stages.at(-1);
  const model = stages.find(({ id }) => id === like) ?? before;
  const lasts = (settings: object | undefined): boolean =>
    LENGTH.some((key) => settings !== undefined && key in settings);
  const settings: Readonly<Record<string, unknown>> = model?.settings ?? {};
  const needed = [
    ...(lasts(curriculum?.defaults) ? [] : LENGTH),
    ...(curriculum?.defaults !== undefined && 'validate' in curriculum.defaults ? [] : ['validate']),
  ];
  return [
    `id: ${yamlText(name)}`,
    `data: ${yamlText(name)}`,
    ...(names && before !== undefined ? [`from: ${yamlText(before.id)}`] : []),
    ...needed.flatMap((key) => {
      const value = writtenValue(snapshot, model?.id, key) ?? settings[key];
      return typeof value === 'string' || typeof value === 'number' ? [`${key}: ${value}`] : [];
    }),
    // A step that takes more rows than there are is no step.
    ...(rows !== undefined && rows > 0 && rows < (curriculum?.defaults.batch ?? 0) ? [`batch: ${rows}`] : []),
  ];
}

/** The value of a stage's key as the file writes it, on one line. */
function writtenValue(snapshot: Snapshot, stage: string | undefined, key: string): string | undefined {
  const list = child(snapshot.tree, 'stages');
  const item =
    list?.kind === 'list' ? list.items.find((one) => textOf(child(one, 'id')) === stage) : undefined;
  const value = child(item, key);
  if (value === undefined) return undefined;
  const text = value.span.source.text.slice(value.span.start, endOf(value));
  return text === '' || text.includes('\n') ? undefined : text;
}

/** What stands before an item of a block list: the columns, and the dash with the space behind it. */
function dashOf(
  list: ListNode,
  item: TreeNode,
): { readonly indent: string; readonly text: string } | undefined {
  const { text } = list.span.source;
  const before = text.slice(lineStart(text, item.span.start), item.span.start);
  const found = /^([ \t]*)(-[ \t]+)(?:[&!]\S+[ \t]+)*$/u.exec(before);
  return found === null ? undefined : { indent: found[1] ?? '', text: found[2] ?? '- ' };
}

/** Whether stages are set apart by blank lines. */
function hasGaps({ items, span }: ListNode): boolean {
  const { text } = span.source;
  const [first, second] = items;
  return (
    first !== undefined &&
    second !== undefined &&
    /\n[ \t]*\r?\n/u.test(text.slice(endOf(first), second.span.start))
  );
}

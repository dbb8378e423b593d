import { acceptsValue, engineOption, engineOptions, removedOption } from '../../../engines';
import { oneEdit, quoted, type Fix, type Fixer } from '../fix';
import { nameFixes } from '../write/near';
import { removeEntry } from '../write/remove';
import { replaceNode } from '../write/set';
import { yamlText } from '../write/text';
import { curriculumOf } from './curriculum-of';

/** SC401: the option that was meant, or none. */
export const unknownOption: Fixer = (context) => {
  const { spot } = context;
  const entry = spot.levels.at(-1)?.entry;
  const engine = curriculumOf(context)?.engine.name;
  if (entry === undefined || engine === undefined || !isOptionKey(context.spot.levels)) return [];
  const names = [...engineOptions(engine).values()]
    .filter(({ automatic }) => !automatic)
    .map(({ key }) => key);
  const ends = names.filter((name) => name.endsWith(`.${entry.key}`));
  const change = (name: string, extra: Partial<Fix>): readonly Fix[] =>
    oneEdit(`Change to ${quoted(name)}`, { span: entry.keySpan, text: name }, extra);
  const fixes =
    ends.length === 0
      ? nameFixes(entry.key, names, (name) => ({ span: entry.keySpan, text: name }))
      : ends.slice(0, 4).flatMap((name) => change(name, { preferred: ends.length === 1 }));
  return [...fixes, ...oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels))];
};

/** Keys may be nested; only one written in full can be exchanged for another. */
const isOptionKey = (levels: readonly { readonly entry?: { readonly key: string } }[]): boolean =>
  levels.at(-2)?.entry?.key === 'engine_options' || levels.at(-3)?.entry?.key === 'engine';

/** SC402: a value that the option takes. */
export const optionValue: Fixer = (context) => {
  const { spot } = context;
  const level = spot.levels.at(-1);
  const engine = curriculumOf(context)?.engine.name;
  if (level?.entry === undefined || engine === undefined) return [];
  const at = spot.levels.findIndex(({ entry }) => entry?.key === 'engine_options');
  const key = spot.levels
    .slice(at + 1)
    .map(({ entry }) => entry?.key ?? '')
    .join('.');
  const option = at < 0 ? undefined : engineOption(engine, key);
  if (option === undefined) return [];
  const { node } = level;
  const removal = oneEdit(
    `Remove ${quoted(level.entry.key)}: the engine then takes its default`,
    removeEntry(spot.levels),
  );
  if (option.values !== undefined && node.kind === 'scalar') {
    return [
      ...nameFixes(node.text, option.values, (value) => replaceNode(node, yamlText(value)), 3),
      ...removal,
    ];
  }
  const number = node.kind === 'scalar' ? Number(node.text.replaceAll(/[_,\s]/gu, '')) : Number.NaN;
  const plain = [
    number,
    Math.round(number),
    node.kind === 'scalar' && /^(?:yes|on|true)$/iu.test(node.text),
    false,
  ]
    .filter((value) => !(typeof value === 'number' && Number.isNaN(value)))
    .find((value) => acceptsValue(option, value));
  const fits =
    plain === undefined ||
    (typeof plain === 'boolean' &&
      !/^(?:yes|no|on|off|true|false)$/iu.test(node.kind === 'scalar' ? node.text : ''))
      ? []
      : oneEdit(`Write ${quoted(String(plain))}`, replaceNode(node, String(plain)), { preferred: true });
  return [...fits, ...removal];
};

/** SC404, SC405, SC406: without the option, or by the name that it has now. */
export const removeOption: Fixer = (context) => {
  const { spot } = context;
  const entry = spot.levels.at(-1)?.entry;
  const engine = curriculumOf(context)?.engine.name;
  if (entry === undefined || engine === undefined) return [];
  const now = /^Write `([\w.]+)`\.$/u.exec(removedOption(engine, entry.key)?.instead ?? '')?.[1];
  return [
    ...(now === undefined
      ? []
      : oneEdit(`Change to ${quoted(now)}`, { span: entry.keySpan, text: now }, { preferred: true })),
    ...oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels), { preferred: now === undefined }),
  ];
};

/** SC410: the device that is everywhere. */
export const device: Fixer = ({ spot }) => {
  const level = spot.levels.at(-1);
  if (level?.node.kind !== 'scalar' || level.entry?.key !== 'device') return [];
  return oneEdit('Change to `cpu`', replaceNode(level.node, 'cpu'), { preferred: true });
};

/** SC411: the model that is shipped. */
export const shippedModel: Fixer = ({ spot }) => {
  const level = spot.levels.at(-1);
  if (level?.node.kind !== 'scalar') return [];
  if (level.entry?.key === 'base')
    return oneEdit('Remove `base`', removeEntry(spot.levels), { preferred: true });
  return level.entry?.key === 'model'
    ? oneEdit('Change to `micro-vlm`', replaceNode(level.node, 'micro-vlm'), { preferred: true })
    : [];
};

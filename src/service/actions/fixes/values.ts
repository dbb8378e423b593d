import {
  child,
  exampleOf,
  isEmpty,
  showNumber,
  textOf,
  type FieldInfo,
  type ScalarNode,
  type Shape,
  type TreeNode,
} from '../../../language';
import { meantShape } from '../../document/find-at';
import { declaredNames } from '../../names/table';
import { oneEdit, quoted, type Fix, type FixContext, type Fixer } from '../fix';
import { stageAround, type Level } from '../spot';
import { nameFixes } from '../write/near';
import { removeEntry } from '../write/remove';
import { fillValue, replaceNode, replaceText } from '../write/set';
import { yamlText } from '../write/text';
import { SURE } from './unknown-key';

type Known = Shape & Partial<FieldInfo>;

/** The value that a problem is about: of a list that stands for a single value, the list. */
function valueAt({ spot }: FixContext): { readonly level: Level; readonly shape: Known } | undefined {
  for (const level of spot.levels.slice(-2).reverse()) {
    if (level.shape !== undefined) return { level, shape: level.shape };
  }
  return undefined;
}

/** SC111: the same value in the form that is wanted, or the usual value. */
export const wrongType: Fixer = (context) => {
  const at = valueAt(context);
  if (at === undefined) return [];
  const { shape } = at;
  const { node } = at.level;
  return uniqueFixes([...sameValue(node, shape), ...usualValue(node, shape)]);
};

function sameValue(node: TreeNode, shape: Known): readonly Fix[] {
  if (node.kind === 'list') {
    const [only] = node.items;
    // `[x]` where `x` is wanted.
    if (node.items.length !== 1 || only?.kind !== 'scalar') return [];
    if (!['string', 'enum', 'integer', 'number', 'boolean'].includes(shape.kind)) return [];
    const text = only.span.source.text.slice(only.span.start, only.span.end).trim();
    return oneEdit(`Write ${quoted(text)} without the list`, replaceNode(node, text), { preferred: true });
  }
  if (node.kind !== 'scalar') return [];
  if (shape.kind === 'list' || shape.kind === 'either') return wrapped(node, shape);
  if (shape.kind === 'boolean' && /^(?:yes|no|on|off|true|false)$/iu.test(node.text)) {
    const value = String(/^(?:yes|on|true)$/iu.test(node.text));
    return oneEdit(`Write ${quoted(value)}`, replaceNode(node, value), SURE);
  }
  if (shape.kind !== 'number' && shape.kind !== 'integer') return [];
  const plain = node.text.replaceAll(/[_,\s]/gu, '');
  const number = Number(plain);
  if (plain === '' || !Number.isFinite(number)) return [];
  if (shape.kind === 'integer' && !Number.isSafeInteger(number)) {
    const whole = Math.max(Math.round(number), shape.min ?? Number.MIN_SAFE_INTEGER);
    if (!Number.isSafeInteger(whole)) return [];
    return oneEdit(`Write the whole number ${quoted(String(whole))}`, replaceNode(node, String(whole)), {
      preferred: true,
    });
  }
  if (!inside(number, shape)) return [];
  const form = /^[-+]?\d*\.?\d*(?:e[-+]?\d+)?$/iu.test(plain) ? plain : showNumber(number);
  return oneEdit(`Write the number ${quoted(form)}`, replaceNode(node, form), SURE);
}

/** A single item where a list is wanted. */
function wrapped(node: ScalarNode, shape: Known): readonly Fix[] {
  const takes = shape.kind === 'list' ? meantShape(shape.item, node) !== undefined : false;
  if (!takes) return [];
  const text = node.span.source.text.slice(node.span.start, node.span.end).trim();
  return oneEdit('Wrap it in a list', replaceNode(node, `[${text}]`), { preferred: true });
}

const inside = (
  value: number,
  { min, max, exclusiveMin }: Extract<Shape, { kind: 'number' | 'integer' }>,
): boolean =>
  (min === undefined || value > min || (value === min && exclusiveMin !== true)) &&
  (max === undefined || value <= max);

/** The default, or an example of what stands there. */
function usualValue(node: TreeNode, shape: Known): readonly Fix[] {
  if (!['number', 'integer', 'boolean', 'enum', 'enum-list'].includes(shape.kind)) return [];
  const usual = Array.isArray(shape.default) ? `[${shape.default.join(', ')}]` : exampleOf(shape);
  if (usual === undefined) return [];
  const title = shape.default === undefined ? `Write ${quoted(usual)}` : `Write the default ${quoted(usual)}`;
  return oneEdit(title, replaceNode(node, usual));
}

/** SC112: the nearest allowed word, the nearest allowed number, or a first item. */
export const wrongValue: Fixer = (context) => {
  const at = valueAt(context);
  const { spot } = context;
  const own = spot.levels.at(-1);
  if (at === undefined || own === undefined) return [];
  const { node } = own;
  const shape = meantShape(own.shape, node) ?? at.shape;
  if ((shape.kind === 'enum' || shape.kind === 'enum-list') && node.kind === 'scalar') {
    return nameFixes(node.text, shape.values, (name) => replaceText(node, name), 4);
  }
  if (shape.kind === 'string-list' && node.kind === 'list') {
    const first = shape.content === 'dataset' ? declaredNames(context.snapshot, 'dataset')[0] : undefined;
    const items = first === undefined ? exampleOf(shape) : `[${yamlText(first)}]`;
    if (items === undefined || (shape.content === 'dataset') !== (first !== undefined)) return [];
    return oneEdit(`Write ${quoted(items)}`, replaceNode(node, items), { preferred: true });
  }
  if ((shape.kind !== 'number' && shape.kind !== 'integer') || node.kind !== 'scalar') return [];
  const { min, max, exclusiveMin } = shape;
  const value = Number(node.value);
  const bound = max !== undefined && value > max ? max : exclusiveMin === true ? undefined : min;
  const nearest: Fix[] =
    bound === undefined || Number.isNaN(value)
      ? []
      : oneEdit(
          `Write ${value > bound ? 'at most' : 'at least'} ${quoted(showNumber(bound))}`,
          replaceNode(node, showNumber(bound)),
          { preferred: true },
        );
  return uniqueFixes([...nearest, ...usualValue(node, shape)]);
};

/** Two fixes that write the same are one. */
function uniqueFixes(fixes: readonly Fix[]): readonly Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ edits }) => {
    const key = JSON.stringify(edits.map(({ span, text }) => [span.start, span.end, text]));
    return !seen.has(key) && seen.add(key);
  });
}

/** SC114: a value of the right shape behind the colon, or the key away. */
export const missingValue: Fixer = (context) => {
  const { spot } = context;
  const own = spot.levels.at(-1);
  if (own?.entry === undefined) {
    return oneEdit('Remove this empty item', removeEntry(spot.levels), { preferred: true });
  }
  const { entry, shape } = own;
  const value = shape === undefined ? undefined : newValue(context, shape, entry.key);
  const fill =
    value === undefined
      ? undefined
      : own.node.span.start === own.node.span.end
        ? fillValue(entry.keySpan, value)
        : replaceNode(own.node, value);
  return [
    ...oneEdit(`Write ${quoted(`${entry.key}: ${value ?? ''}`)}`, fill, {
      preferred: shape?.required === true,
    }),
    ...(shape?.required === true ? [] : oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels))),
  ];
};

/** What a key that stands there alone most likely takes; names are those that the document declares. */
function newValue({ snapshot, spot }: FixContext, shape: Known, key: string): string | undefined {
  const content = shape.kind === 'string' || shape.kind === 'string-list' ? shape.content : undefined;
  switch (content) {
    case 'dataset':
    case 'endpoint': {
      const [name] = declaredNames(snapshot, content);
      return name === undefined ? undefined : yamlText(name);
    }
    case 'validation': {
      const with_ = snapshot.checked.base.curriculum?.datasets.find(({ val }) => val !== undefined);
      return with_ === undefined ? shape.example : yamlText(with_.id);
    }
    case 'model': {
      const engine = snapshot.checked.base.curriculum?.engine.name;
      return engine === 'embedded' ? 'micro-vlm' : exampleOf(shape);
    }
    case 'reward':
      return typeof shape.default === 'string' ? shape.default : exampleOf(shape);
    case 'row-condition':
    case 'row-order':
      // What the columns are called only the data knows.
      return undefined;
    case 'name':
      if (key !== 'id' || stageAround(spot) === undefined) return exampleOf(shape);
      return `stage-${declaredNames(snapshot, 'stage').length + 1}`;
    case undefined:
      return shape.kind === 'dictionary' || shape.kind === 'record' ? undefined : plainExample(shape);
    default:
      return exampleOf(shape);
  }
}

const plainExample = (shape: Known): string | undefined =>
  Array.isArray(shape.default) && shape.kind !== 'enum-list' ? undefined : exampleOf(shape);

/** SC118: the version that this program reads. */
export const languageVersion: Fixer = ({ spot }) => {
  const node = spot.levels.at(-1)?.node;
  return node === undefined
    ? []
    : oneEdit('Write `curriculum: 1`', replaceNode(node, '1'), { preferred: true });
};

/** Whether a mapping has a value under a key. */
export const hasValue = (node: TreeNode | undefined, key: string): boolean => {
  const value = child(node, key);
  return value !== undefined && !isEmpty(value) && textOf(value) !== '';
};

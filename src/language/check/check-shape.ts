import { moveSaid, type Said } from '../parse/move';
import { isBroken, isEmpty, headSpan, type MapNode, type TreeNode } from '../parse/tree';
import { listNames, type Report, quote } from '../report';
import { describeShape, exampleOf, type Field, type Fields, type Shape } from '../schema/shape';
import { nearest } from '../text/nearest';
import type { Span } from '../text/source';
import { alternativeFor } from './alternative';
import { readLeaf, type LeafShape } from './values';

/** What a value is called in a message, and how its key is written. */
interface Named {
  readonly title: string;
  /** The key, where the value has one. */
  readonly key?: string;
  readonly keySpan?: Span;
}

/**
 * Checks one file's tree against the grammar: unknown keys, missing values, wrong types, values out of range. Keys
 * that are missing are not its business: another file may give them (see `check-required`).
 */
export function checkShape(shape: Shape & Partial<Field>, node: TreeNode, report: Report): void {
  checkNode(shape, node, { title: 'the curriculum' }, report);
}

function checkNode(shape: Shape & Partial<Field>, node: TreeNode, named: Named, report: Report): void {
  if (isBroken(node) || shape.kind === 'any') return;
  if (isEmpty(node)) {
    const written = exampleOf(shape);
    report('SC114', named.keySpan ?? node.span, `${named.title} has no value`, {
      hint:
        written === undefined || named.key === undefined
          ? `It must be ${describeShape(shape)}.`
          : `Write \`${named.key}: ${written}\`, or remove the line.`,
    });
    return;
  }
  switch (shape.kind) {
    case 'record':
      if (node.kind === 'map') checkRecord(shape.keys, node, report);
      else wrongType(shape, node, named, report);
      return;
    case 'dictionary':
      if (node.kind === 'map') {
        for (const entry of node.entries.values()) {
          checkNode(shape.value, entry.value, keyed(entry.key, entry.keySpan), report);
        }
      } else wrongType(shape, node, named, report);
      return;
    case 'list':
      if (node.kind === 'list') {
        node.items.forEach((item, index) =>
          checkNode(shape.item, item, { title: `item ${index + 1} of ${named.title}` }, report),
        );
      } else wrongType(shape, node, named, report);
      return;
    case 'either':
      checkEither(shape, node, named, report);
      return;
    default:
      checkLeaf(shape, node, named, report);
  }
}

const keyed = (key: string, keySpan: Span): Named => ({ title: quote(key), key, keySpan });

/** What was said of pieces of texts; they are the same with each keystroke, but for the one that it changes. */
const known = new WeakMap<MapNode, { readonly keys: Fields; readonly said: readonly Said[] }>();

function checkRecord(keys: Fields, node: MapNode, report: Report): void {
  const { origin, laid } = node;
  if (origin === undefined || laid === undefined) {
    checkKeys(keys, node, report);
    return;
  }
  let kept = known.get(origin);
  if (kept?.keys !== keys) {
    const said: Said[] = [];
    checkKeys(keys, origin, (...one) => void said.push(one));
    kept = { keys, said };
    known.set(origin, kept);
  }
  for (const one of kept.said) report(...moveSaid(laid, one));
}

function checkKeys(keys: Fields, node: MapNode, report: Report): void {
  for (const entry of node.entries.values()) {
    const field = Object.hasOwn(keys, entry.key) ? keys[entry.key] : undefined;
    // What is half-typed is reported already, and may become a key.
    if (field === undefined && isBroken(entry.value)) continue;
    if (field === undefined) unknownKey(entry.key, entry.keySpan, keys, node, report);
    else checkNode(field, entry.value, keyed(entry.key, entry.keySpan), report);
  }
}

function unknownKey(key: string, span: Span, keys: Fields, node: MapNode, report: Report): void {
  const known = Object.keys(keys);
  const free = known.filter((one) => !node.entries.has(one));
  const joined = /^([\w.-]+):(\S.*)$/s.exec(key);
  if (joined?.[1] !== undefined && known.includes(joined[1])) {
    report('SC110', span, `Unknown key ${quote(key)}: a space is missing after the colon`, {
      hint: `Write \`${joined[1]}: ${joined[2] ?? ''}\`.`,
    });
    return;
  }
  const near = nearest(key, free) ?? nearest(key, known);
  report('SC110', span, `Unknown key ${quote(key)}`, {
    hint:
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : known.length <= 12
          ? `Allowed here: ${listNames(known)}.`
          : `Remove it${known.includes('engine_options') ? '; keys of the engine itself go under `engine_options`' : ''}.`,
  });
}

/** Goes on with the alternative that is meant, judged by the kind of node. */
function checkEither(
  shape: Extract<Shape, { kind: 'either' }> & Partial<Field>,
  node: TreeNode,
  named: Named,
  report: Report,
): void {
  const meant = alternativeFor(shape.options, node);
  if (meant === undefined) wrongType(shape, node, named, report);
  else checkNode(meant, node, named, report);
}

function checkLeaf(shape: LeafShape & Partial<Field>, node: TreeNode, named: Named, report: Report): void {
  const result = readLeaf(shape, node);
  if (result.ok || isBroken(result.node)) return;
  if (result.fault === 'type') {
    wrongType(shape, result.node, named, report, node);
    return;
  }
  if ('values' in shape) {
    unknownWord(shape.values, result.node, named, report);
    return;
  }
  if (shape.kind === 'string-list') {
    report('SC112', headSpan(result.node), `${named.title} is an empty list`, {
      hint: `Name at least ${shape.minItems ?? 1}${shape.example === undefined ? '' : `, such as \`${shape.example}\``}.`,
    });
    return;
  }
  const unit = shape.unit === undefined ? '' : ` (${shape.unit})`;
  report(
    'SC112',
    result.node.span,
    `${named.title} must be ${describeShape(shape)}${unit}, but is ${show(result.node)}`,
    {
      hint: writeIt(shape, named),
    },
  );
}

function unknownWord(values: readonly string[], node: TreeNode, named: Named, report: Report): void {
  const written = node.kind === 'scalar' ? node.text : '';
  const near = nearest(written, values);
  const engine = named.key === 'engine';
  report(
    engine ? 'SC210' : 'SC112',
    node.span,
    engine ? `Unknown engine ${showText(node)}` : `${named.title} cannot be ${showText(node)}`,
    {
      hint:
        near === undefined
          ? `It must be ${describeShape({ kind: 'enum', values })}.`
          : `Did you mean \`${near}\`?${values.length > 1 ? ` Allowed: ${listNames(values)}.` : ''}`,
    },
  );
}

function wrongType(
  shape: Shape & Partial<Field>,
  node: TreeNode,
  named: Named,
  report: Report,
  whole: TreeNode = node,
): void {
  const part = node === whole ? named.title : `an item of ${named.title}`;
  const span = node.kind === 'scalar' ? node.span : headSpan(node);
  report('SC111', span, `${part} must be ${describeShape(shape)}, but is ${show(node)}`, {
    hint: quotedNumber(shape, node) ?? writeIt(shape, named),
  });
}

/** `"16"` where a number is wanted. */
function quotedNumber(shape: Shape, node: TreeNode): string | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const plain = node.text.replaceAll(/[_,\s]/g, '');
  if (shape.kind === 'boolean' && /^(?:yes|no|on|off|true|false)$/i.test(plain)) {
    return `Write \`${/^(?:yes|on|true)$/i.test(plain) ? 'true' : 'false'}\`.`;
  }
  if (shape.kind !== 'number' && shape.kind !== 'integer') return undefined;
  return plain !== '' && Number.isFinite(Number(plain))
    ? `Write \`${plain}\`, without quotes or separators.`
    : undefined;
}

function writeIt(shape: Shape & Partial<Field>, named: Named): string | undefined {
  const written = exampleOf(shape);
  return written === undefined || named.key === undefined
    ? undefined
    : `Write, for example, \`${named.key}: ${written}\`.`;
}

function show(node: TreeNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' && node.text !== '' ? `the text ${showText(node)}` : showText(node);
}

function showText(node: TreeNode): string {
  const text = node.kind === 'scalar' ? node.text : '';
  return text.trim() === '' ? 'an empty text' : quote(text);
}

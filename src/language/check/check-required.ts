import { headSpan, isBroken, isEmpty, type MapNode, type TreeNode } from '../parse/tree';
import type { Report } from '../report';
import { exampleOf, type Field, type Fields, type Shape } from '../schema/shape';
import type { Span } from '../text/source';

/**
 * Reports the required keys that the resolved document lacks, after `extends` and a variant were merged. `at` is
 * where the mapping is named; a half-typed mapping without any key is already reported.
 */
export function checkRequired(shape: Shape & Partial<Field>, node: TreeNode, at: Span, report: Report): void {
  if (!needsKeys(shape) || isBroken(node) || isEmpty(node)) return;
  switch (shape.kind) {
    case 'record':
      if (node.kind === 'map' && (node.origin === undefined || complete.get(node.origin) !== shape.keys)) {
        const gaps = { count: 0 };
        const say: Report = (...said) => {
          gaps.count += 1;
          report(...said);
        };
        for (const [key, field] of neededOf(shape.keys)) {
          const entry = node.entries.get(key);
          if (entry !== undefined) checkRequired(field, entry.value, entry.keySpan, say);
          else if (isNeeded(field, node)) missing(key, field, at, say);
        }
        if (gaps.count === 0 && node.origin !== undefined) complete.set(node.origin, shape.keys);
      }
      return;
    case 'dictionary':
      if (node.kind === 'map') {
        for (const entry of node.entries.values())
          checkRequired(shape.value, entry.value, entry.keySpan, report);
      }
      return;
    case 'list':
      if (node.kind === 'list') {
        for (const item of node.items) {
          if (!isComplete(shape.item, item)) checkRequired(shape.item, item, headSpan(item), report);
        }
      }
      return;
    case 'either': {
      const wanted = node.kind === 'map' ? ['record', 'dictionary'] : ['list'];
      const option = shape.options.find((one) => wanted.includes(one.kind));
      if (option !== undefined) checkRequired(option, node, at, report);
      return;
    }
    default:
  }
}

const isNeeded = ({ required, requiredWithout: other }: Field, { entries }: MapNode): boolean =>
  required === true || (other !== undefined && !entries.has(other));

/** Pieces of texts that lack none of the keys. */
const complete = new WeakMap<MapNode, Fields>();

/** Keys of a record that are required, or under which some are. The grammar never changes, so each is asked once. */
const needed = new WeakMap<Fields, readonly (readonly [string, Field])[]>();

function neededOf(keys: Fields): readonly (readonly [string, Field])[] {
  const known = needed.get(keys);
  if (known !== undefined) return known;
  const found = Object.entries(keys).filter(
    ([, field]) => field.required === true || field.requiredWithout !== undefined || needsKeys(field),
  );
  needed.set(keys, found);
  return found;
}

/** Whether some key is required in a value of this shape. */
function needsKeys(shape: Shape): boolean {
  switch (shape.kind) {
    case 'record':
      return neededOf(shape.keys).length > 0;
    case 'dictionary':
      return needsKeys(shape.value);
    case 'list':
      return needsKeys(shape.item);
    case 'either':
      return shape.options.some(needsKeys);
    default:
      return false;
  }
}

/** Whether a list's item is known to lack nothing, so that its place need not be found. */
function isComplete(shape: Shape, item: TreeNode): boolean {
  if (item.kind !== 'map' || item.origin === undefined) return false;
  const known = complete.get(item.origin);
  const options = shape.kind === 'either' ? shape.options : [shape];
  return known !== undefined && options.some((option) => option.kind === 'record' && option.keys === known);
}

function missing(key: string, field: Field, at: Span, report: Report): void {
  // The name of a dataset is the user's own: an example would name one that is not there.
  const written = 'content' in field && field.content === 'dataset' ? undefined : exampleOf(field);
  report('SC113', at, `\`${key}\` is missing`, {
    hint: `${written === undefined ? `Add \`${key}:\`` : `Add \`${key}: ${written}\``}. ${field.doc}`,
  });
}

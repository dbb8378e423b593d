import { headSpan, isBroken, isEmpty, type TreeNode } from '../parse/tree';
import type { Report } from '../report';
import { exampleOf, type Field, type Shape } from '../schema/shape';
import type { Span } from '../text/source';

/**
 * Reports the required keys that the resolved document lacks, after `extends` and a variant were merged. `at` is
 * where the mapping is named; a half-typed mapping without any key is already reported.
 */
export function checkRequired(shape: Shape & Partial<Field>, node: TreeNode, at: Span, report: Report): void {
  if (isBroken(node) || isEmpty(node)) return;
  switch (shape.kind) {
    case 'record':
      if (node.kind === 'map') {
        for (const [key, field] of Object.entries(shape.keys)) {
          const entry = node.entries.get(key);
          if (entry !== undefined) checkRequired(field, entry.value, entry.keySpan, report);
          else if (field.required === true) missing(key, field, at, report);
        }
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
        for (const item of node.items) checkRequired(shape.item, item, headSpan(item), report);
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

function missing(key: string, field: Field, at: Span, report: Report): void {
  const written = exampleOf(field);
  report('SC113', at, `\`${key}\` is missing`, {
    hint: `${written === undefined ? `Add \`${key}:\`` : `Add \`${key}: ${written}\``}. ${field.doc}`,
  });
}

import { child, type MapNode } from '../parse/tree';
import { listNames, quote, type Report } from '../report';
import { nearest } from '../text/nearest';
import type { Span } from '../text/source';

/** Names under `models`, in file order. */
export const declaredEndpoints = (root: MapNode): readonly string[] => {
  const models = child(root, 'models');
  return models?.kind === 'map' ? [...models.entries.keys()] : [];
};

/** SC226: a name that is neither one of `models` nor one of the words that may stand there instead. */
export function checkEndpointName(
  report: Report,
  written: { readonly text: string; readonly span: Span },
  names: readonly string[],
  words: readonly string[] = [],
): void {
  const { text, span } = written;
  if (names.includes(text) || words.includes(text)) return;
  const near = nearest(text, [...names, ...words]);
  report('SC226', span, `Unknown endpoint ${quote(text)}`, {
    hint:
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : names.length === 0
          ? `Add \`models: { ${text}: { url: ..., model: ... } }\`.`
          : `Declared are ${listNames(names)}.`,
  });
}

import type { Fields, MapNode } from '../../../language';
import { meantShape } from '../../document/find-at';
import { oneEdit, quoted, type Fix, type Fixer } from '../fix';
import { mapAround, type Level } from '../spot';
import { nameFixes } from '../write/near';
import { removeChild, removeEntry } from '../write/remove';
import { setIn } from '../write/set';
import { entryEnd, spanOf } from '../write/text';

/** SC110: the key that was meant, a space behind the colon, `engine_options`, or without the key. */
export const unknownKey: Fixer = ({ spot }) => {
  const own = spot.levels.at(-1);
  const around = mapAround(spot);
  if (own?.entry === undefined || around === undefined) return [];
  const { entry } = own;
  const shape = meantShape(around.shape, around.node);
  const keys = shape?.kind === 'record' ? shape.keys : {};
  const removal = oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels));
  const joined = spaced(entry.key, entry.keySpan, keys);
  if (joined.length > 0) return [...joined, ...removal];
  const free = Object.keys(keys).filter((key) => !around.node.entries.has(key));
  const quote = /^["']/u.exec(spot.source.text.slice(entry.keySpan.start))?.[0].length ?? 0;
  const span = spanOf(entry.keySpan.source, entry.keySpan.start + quote, entry.keySpan.end - quote);
  return [
    ...nameFixes(entry.key, free, (text) => ({ span, text })),
    ...toEngine(spot.levels, around, keys),
    ...removal,
  ];
};

/** `{epochs:2}` is a key `epochs:2` to YAML. */
function spaced(key: string, span: MapNode['span'], keys: Fields): readonly Fix[] {
  const colon = key.indexOf(':');
  if (colon < 0 || !Object.hasOwn(keys, key.slice(0, colon))) return [];
  const at = span.source.text.indexOf(':', span.start) + 1;
  return oneEdit('Put a space after the colon', { span: spanOf(span.source, at), text: ' ' }, SURE);
}

export const SURE = { preferred: true, safe: true } as const;

/** A dotted key beside settings is the engine's own. */
function toEngine(
  levels: readonly Level[],
  { node }: { readonly node: MapNode },
  keys: Fields,
): readonly Fix[] {
  const entry = levels.at(-1)?.entry;
  const removal = removeEntry(levels);
  if (entry === undefined || removal === undefined) return [];
  if (!Object.hasOwn(keys, 'engine_options') || !/^[\w-]+(?:\.[\w-]+)+$/u.test(entry.key)) return [];
  const { source } = entry.keySpan;
  const end = entryEnd(entry.keySpan, entry.value, node.span);
  const value = source.text.slice(entry.keySpan.end, end).replace(/^[ \t]*:[ \t]*/u, '');
  if (value === '' || value.includes('\n')) return [];
  const added = setIn(node, ['engine_options', entry.key], value);
  // An addition behind the removed line would stand inside the removal.
  if (
    added === undefined ||
    (added.span.start >= removal.span.start && added.span.start <= removal.span.end)
  ) {
    return [
      {
        title: 'Move it under `engine_options`',
        edits: [
          {
            span: spanOf(source, entry.keySpan.start, end),
            text: `engine_options: { ${entry.key}: ${value} }`,
          },
        ],
      },
    ];
  }
  return [{ title: 'Move it under `engine_options`', edits: [removal, added] }];
}

/** SC211, SC224, SC227 and others: the key says nothing, so it can go. */
export const removeKey: Fixer = ({ spot }) => {
  const key = spot.levels.at(-1)?.entry?.key;
  if (key === undefined) return [];
  return oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels), { preferred: true });
};

/** SC224: `epochs` beside `steps`; either may go, the one that decides stays by default. */
export const stepsOrEpochs: Fixer = async (context) => [
  ...(await removeKey(context)),
  ...oneEdit('Remove `steps`', removeChild(context.spot.levels.slice(0, -1), 'steps')),
];

import { LABEL_NAMES, LABELS, type Label } from '../../../../src/protocol/audit';

/** What a key of the detail asks for. */
export type KeyAct =
  | { readonly act: 'label'; readonly label: Label }
  | { readonly act: 'subtype'; readonly subtype: string }
  | { readonly act: Command };

export type Command =
  | 'undo'
  | 'next'
  | 'skip'
  | 'raw'
  | 'wrap'
  | 'note'
  | 'claim'
  | 'error'
  | 'blind'
  | 'view'
  | 'before'
  | 'after'
  | 'keys';

/** Keys beside those of labels, with what they do; none is among the letters of subtypes, `a` to `i`. */
export const COMMANDS: Readonly<Record<string, { readonly act: Command; readonly words: string }>> = {
  n: { act: 'next', words: 'next item without your label' },
  s: { act: 'skip', words: 'skip this item and go on' },
  u: { act: 'undo', words: 'undo your last label' },
  '[': { act: 'before', words: 'item before this one in the list' },
  ']': { act: 'after', words: 'item after this one in the list' },
  m: { act: 'note', words: 'write a note' },
  o: { act: 'blind', words: 'hide the other methods until you have labelled, or show them' },
  t: { act: 'claim', words: 'next visual claim' },
  x: { act: 'error', words: 'first decisive error' },
  r: { act: 'raw', words: 'text as it is written, or set' },
  w: { act: 'wrap', words: 'wrap long lines' },
  v: { act: 'view', words: 'image fills the window' },
  '?': { act: 'keys', words: 'this list' },
};

/** Every key of the detail with what it does. */
export const ALL_KEYS: readonly (readonly [string, string])[] = [
  ...LABEL_NAMES.map((name) => [LABELS[name].key, `label: ${LABELS[name].title}`] as const),
  ['a to i', 'what kind, after a label that has kinds'],
  ...Object.entries(COMMANDS).map(([key, { words }]) => [key, words] as const),
  ['+ and -', 'zoom, on the image; the arrows move it, f shows all of it or its own pixels'],
];

/** Letter of the n-th subtype of a label. */
export const subtypeKey = (index: number): string => String.fromCharCode(97 + index);

/** What a key asks for; `offered` are the subtypes of the label that the item has. */
export function keyAct(key: string, offered: readonly string[]): KeyAct | undefined {
  const subtype = offered.find((_, i) => subtypeKey(i) === key);
  if (subtype !== undefined) return { act: 'subtype', subtype };
  const label = LABEL_NAMES.find((name) => LABELS[name].key === key);
  if (label !== undefined) return { act: 'label', label };
  return Object.hasOwn(COMMANDS, key) ? COMMANDS[key] : undefined;
}

/** What a key of the list does. */
export type ListKey =
  | { readonly kind: 'go'; readonly place: number }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'read' };

/** Letters that go to the next and to the previous row. */
export interface MoveLetters {
  readonly next: string;
  readonly previous: string;
}

/** The keys in words, for those who do not see the list. */
export const listKeyWords = ({ next, previous }: MoveLetters): string =>
  `Arrow keys or ${next} and ${previous} move, Page Up and Page Down go by a screen, Home and End to the ends; Enter reads the item, slash searches.`;

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Pure: what a key press means in a list of `total` rows of which `fit` are seen at once. */
export function listKey(
  { key, ctrlKey, metaKey, altKey }: Press,
  total: number,
  fit: number,
  letters: MoveLetters,
): ListKey | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case 'ArrowDown':
    case letters.next:
      return { kind: 'move', by: 1 };
    case 'ArrowUp':
    case letters.previous:
      return { kind: 'move', by: -1 };
    case 'PageDown':
      return { kind: 'move', by: Math.max(1, fit - 1) };
    case 'PageUp':
      return { kind: 'move', by: -Math.max(1, fit - 1) };
    case 'Home':
      return { kind: 'go', place: 0 };
    case 'End':
      return { kind: 'go', place: total - 1 };
    case 'Enter':
      return { kind: 'read' };
    default:
      return undefined;
  }
}

/** What a key of the list does. */
export type ListKey =
  | { readonly kind: 'go'; readonly place: number }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'read' }
  | { readonly kind: 'group' };

export const LIST_KEYS =
  'Arrow keys or j and k move, Page Up and Page Down go by a screen, Home and End to the ends; Enter reads the item, g changes the grouping, slash searches.';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Pure: what a key press means in a list of `total` rows of which `fit` are seen at once. */
export function listKey(
  { key, ctrlKey, metaKey, altKey }: Press,
  total: number,
  fit: number,
): ListKey | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { kind: 'move', by: 1 };
    case 'ArrowUp':
    case 'k':
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
    case 'g':
      return { kind: 'group' };
    default:
      return undefined;
  }
}

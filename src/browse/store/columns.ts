/** Texts that repeat: `names[codes[i]]` is that of item `i`. */
export interface Dictionary {
  readonly names: readonly string[];
  readonly codes: Int32Array;
}

/** Codes of `ItemColumns.outcome`. */
export const OUTCOME = { wrong: 0, right: 1, unjudged: 2 } as const;

/**
 * What filters, orders and counts need of each item, by its index: about 40 bytes an item, so that a question about
 * a million is a plain loop. Texts stay in the set's files.
 */
export interface ItemColumns {
  readonly rows: number;
  readonly dataset: Dictionary;
  readonly capability: Dictionary;
  /** The empty name stands for none. */
  readonly category: Dictionary;
  readonly outcome: Uint8Array;
  readonly length: Int32Array;
  /** Answers sampled, and right ones among them. */
  readonly k: Int32Array;
  readonly right: Int32Array;
  /** Bit `j` is `ITEM_FLAGS[j]`. */
  readonly flags: Uint8Array;
  readonly images: Int32Array;
  /** Hash of where the images are: items of one image have the same; 0 without images. */
  readonly picture: Int32Array;
}

/** Columns for so many items, zeros as yet. */
export function newColumns(
  rows: number,
  dictionaries: Readonly<Record<'dataset' | 'capability' | 'category', readonly string[]>>,
): ItemColumns {
  const dictionary = (names: readonly string[]): Dictionary => ({ names, codes: new Int32Array(rows) });
  return {
    rows,
    dataset: dictionary(dictionaries.dataset),
    capability: dictionary(dictionaries.capability),
    category: dictionary(dictionaries.category),
    outcome: new Uint8Array(rows),
    length: new Int32Array(rows),
    k: new Int32Array(rows),
    right: new Int32Array(rows),
    flags: new Uint8Array(rows),
    images: new Int32Array(rows),
    picture: new Int32Array(rows),
  };
}

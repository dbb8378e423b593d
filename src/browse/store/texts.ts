import type { Cell, Database, Row } from '../../data';
import { COLUMN_NAMES, itemOfRow, type IndexedItem } from '../../results';

/** Characters of a text in a list. */
const QUESTION = 300;
const SHORT = 200;

/** What a list shows of an item and is no column. */
export interface RowTexts {
  readonly row: string;
  readonly question: string;
  readonly gold: string;
  readonly extracted?: string;
}

/** The texts of a set's items, read from its file when they are shown. `source` is the file's SQL name. */
export class ItemTexts {
  constructor(
    private readonly database: Database,
    private readonly source: string,
  ) {}

  /** Texts for a list, by index. */
  async rows(indices: Iterable<number>): Promise<ReadonlyMap<number, RowTexts>> {
    const found = await this.read(
      ['i', '"row"', `left(question, ${QUESTION})`, `left(gold, ${SHORT})`, `left(extracted, ${SHORT})`],
      indices,
    );
    return new Map(
      found.map(([i, row, question, gold, extracted]) => [
        Number(i),
        {
          row: textOf(row),
          question: textOf(question),
          gold: textOf(gold),
          ...(extracted === null || extracted === undefined ? {} : { extracted: textOf(extracted) }),
        },
      ]),
    );
  }

  /** Whole items, in the order of the file. */
  async items(indices: Iterable<number>): Promise<readonly IndexedItem[]> {
    const rows = await this.read(
      COLUMN_NAMES.map((name) => `"${name}"`),
      indices,
    );
    return rows.map(itemOfRow);
  }

  /** Some columns of the items for which a condition of ours holds. */
  where(columns: readonly string[], condition: string): Promise<readonly Row[]> {
    return this.database.all(`SELECT ${columns.join(', ')} FROM ${this.source} WHERE ${condition}`);
  }

  /** Some columns of some items. */
  async read(columns: readonly string[], indices: Iterable<number>): Promise<readonly Row[]> {
    const list = [...indices].map(Math.trunc);
    if (list.length === 0) return [];
    // The range lets whole groups of rows be passed over; a list of single numbers does not.
    const low = list.reduce((a, b) => Math.min(a, b), Infinity);
    const high = list.reduce((a, b) => Math.max(a, b), 0);
    return this.database.all(
      `SELECT ${columns.join(', ')} FROM ${this.source}
       WHERE i BETWEEN ${low} AND ${high} AND i IN (${list.join(', ')}) ORDER BY i`,
    );
  }
}

/** A cell that is a text; anything else is none. */
export const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

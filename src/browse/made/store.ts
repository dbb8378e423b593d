import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { lazyDatabase, pathLiteral, type Database } from '../../data';
import { MADE_FILES, readMadeManifest } from '../../make';
import { errorText, Refusal, type MadeFilter, type MadeManifest } from '../../protocol';
import { Recent } from '../store/recent';
import { TextSearch } from '../store/search';
import type { MadeColumns } from './columns';
import { MadeHand } from './hand';
import { loadMade } from './load';
import { select, type MadeData } from './matcher';

/** Results of filters kept, each at most 4 bytes a question. */
const MOST_SELECTIONS = 12;
const FIX = 'Make the dataset again.';

const SEARCHED = {
  columns: ['question', 'caption', 'id', 'source', `array_to_string(options, chr(31))`],
  long: ['question', 'caption'],
};

/** An open made set: columns in memory, texts and search in a database, a person's words kept up with their file. */
export class MadeStore {
  /** Grows with every word of a person. */
  revision = 1;
  readonly hand: MadeHand;
  private readonly search: TextSearch;
  private readonly selections = new Recent<string, Int32Array>(MOST_SELECTIONS);

  private constructor(
    readonly dir: string,
    readonly manifest: MadeManifest,
    readonly database: Database,
    /** SQL name of the rows. */
    readonly source: string,
    file: string,
    real: string,
    readonly columns: MadeColumns,
  ) {
    this.hand = new MadeHand(real, database, source, columns.rows);
    this.search = new TextSearch(database, file, columns.rows, SEARCHED);
  }

  /** Reads a made set. Rejects with a `Refusal` when it is not made yet, or damaged. */
  static async open(dir: string): Promise<MadeStore> {
    const real = await realpath(dir).catch(() => dir);
    const read = await readMadeManifest(real);
    if (read.kind === 'missing') throw new Refusal(`${dir} has not been made yet`, 'Make the dataset first.');
    if (read.kind === 'damaged') throw new Refusal(`${dir} cannot be read: ${read.reason}`, FIX);
    const file = join(real, MADE_FILES.rows);
    const there = await lstat(file).catch(() => undefined);
    if (there === undefined) throw new Refusal(`There is no ${MADE_FILES.rows} in ${dir}`, FIX);
    if (!there.isFile()) throw new Refusal(`${file} is no file of its own`, FIX);
    const database = lazyDatabase([real]);
    const source = `read_parquet(${pathLiteral(file)})`;
    try {
      const columns = await loadMade(database, source);
      const store = new MadeStore(dir, read.manifest, database, source, file, real, columns);
      await store.hand.refresh();
      return store;
    } catch (error) {
      await database.close();
      if (error instanceof Refusal) throw error;
      const said = errorText(error).split('\n')[0] ?? '';
      throw new Refusal(`${MADE_FILES.rows} in ${dir} cannot be read: ${said}`, FIX);
    }
  }

  /** Reads what has been said by hand since; whether anything was. */
  async refresh(): Promise<boolean> {
    if (!(await this.hand.refresh())) return false;
    this.revision += 1;
    return true;
  }

  /** What a filter looks at; searches for its text. */
  async data(filter: MadeFilter): Promise<MadeData> {
    const text = filter.text ?? '';
    return {
      columns: this.columns,
      models: this.manifest.models,
      hand: this.hand.codes,
      ...(text === '' ? {} : { hits: await this.search.find(text) }),
    };
  }

  /** Indices of what a filter asks for, in the order of the source. */
  async select(filter: MadeFilter): Promise<Int32Array> {
    const key = JSON.stringify([filter.hand === undefined ? 0 : this.revision, filter]);
    const known = this.selections.get(key);
    if (known !== undefined) return known;
    const found = select(filter, await this.data(filter));
    this.selections.set(key, found);
    return found;
  }

  /** An index that the set has; a `Refusal` for any other. */
  mustHave(index: number): number {
    if (Number.isSafeInteger(index) && index >= 0 && index < this.columns.rows) return index;
    throw new Refusal(`The dataset has no question ${index}: it has ${this.columns.rows}`);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

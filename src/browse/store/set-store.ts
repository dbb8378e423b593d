import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { lazyDatabase, pathLiteral, type Database } from '../../data';
import {
  Refusal,
  type AuditComparison,
  type AuditFigures,
  type AuditFilter,
  type AuditOrder,
  type ItemIndex,
} from '../../protocol';
import { SET_FILES } from '../../results';
import { AskedAnswers } from '../detail/asked';
import type { ChangeColumn, QueryData } from '../query/data';
import { changesOf } from '../query/changes';
import { select } from '../query/select';
import { SetVerdicts } from '../verdicts/verdicts';
import type { ItemColumns } from './columns';
import { inPlace, type Aside } from './aside';
import { KeyIndex } from './key-index';
import { loadColumns, loadKeys } from './load';
import { Recent } from './recent';
import { TextSearch } from './search';
import { ItemTexts } from './texts';

/** Results of queries kept, each at most 4 bytes an item. */
const MOST_SELECTIONS = 12;

/** What a query asks of an open set; with another one also what became of the items since. */
export interface StoreQuery {
  readonly filter: AuditFilter;
  readonly order: AuditOrder;
  readonly descending: boolean;
}

/** An open set: columns in memory, texts and search in a database, verdicts kept up with their files. */
export class SetStore {
  /** Grows with every change of a verdict or label. */
  revision = 1;
  readonly texts: ItemTexts;
  readonly search: TextSearch;
  readonly verdicts: SetVerdicts;
  readonly asked: AskedAnswers;
  private index: Promise<KeyIndex> | undefined;
  private figured: { readonly revision: number; readonly figures: Promise<AuditFigures> } | undefined;
  private figuring: Promise<unknown> = Promise.resolve();
  private nextFigures: Promise<AuditFigures> | undefined;
  private gate: { readonly stamp: string; readonly closed: Promise<string | undefined> } | undefined;
  private readonly selections = new Recent<string, Int32Array>(MOST_SELECTIONS);
  /** Of other sets: a closed one takes its column along. */
  private readonly changes = new WeakMap<SetStore, Promise<ChangeColumn>>();

  private constructor(
    readonly dir: string,
    /** Its real path: what the database may read. */
    readonly real: string,
    readonly database: Database,
    readonly columns: ItemColumns,
    private readonly source: string,
    private readonly aside: Aside,
  ) {
    this.texts = new ItemTexts(database, source);
    this.search = new TextSearch(database, join(real, SET_FILES.items), columns.rows);
    this.verdicts = new SetVerdicts(dir, columns.rows, () => this.keys());
    this.asked = new AskedAnswers(dir, () => this.keys());
  }

  /**
   * Reads a set's columns and verdicts; `aside` does what takes long. Rejects with a `Refusal` when its items are not
   * there or damaged.
   */
  static async open(dir: string, aside: Aside = inPlace): Promise<SetStore> {
    const real = await realpath(dir).catch(() => dir);
    const file = join(real, SET_FILES.items);
    if (!existsSync(file)) {
      throw new Refusal(`There are no items in ${dir}`, 'Import the results again.');
    }
    const database = lazyDatabase([real]);
    try {
      const source = `read_parquet(${pathLiteral(file)})`;
      const store = new SetStore(dir, real, database, await loadColumns(database, source), source, aside);
      await store.verdicts.refresh();
      return store;
    } catch (error) {
      await database.close();
      throw readable(error, dir);
    }
  }

  /** Items by name: made when the first is looked for, which a set without verdicts may never need. */
  keys(): Promise<KeyIndex> {
    this.index ??= loadKeys(this.database, this.source, this.columns.rows).then((keys) => new KeyIndex(keys));
    this.index.catch(() => (this.index = undefined));
    return this.index;
  }

  /** Reads what the verdict files have more by now; whether the revision has grown. */
  async refresh(): Promise<boolean> {
    if (!(await this.verdicts.refresh())) return false;
    this.revision += 1;
    return true;
  }

  /** What a query looks at; searches for the filter's text. */
  async data(filter: AuditFilter, against?: SetStore): Promise<QueryData> {
    const text = filter.text ?? '';
    if ((filter.changes ?? []).length > 0 && against === undefined) {
      throw new Refusal('What has changed can be asked only against another set');
    }
    const hits = text === '' ? undefined : await this.search.find(text);
    return {
      columns: this.columns,
      labels: this.verdicts.labels,
      excluded: this.verdicts.excluded,
      ...(against === undefined ? {} : { changes: await this.changesSince(against) }),
      ...(hits === undefined ? {} : { hits }),
    };
  }

  /** Indices of what a query asks for, in its order. */
  async select({ filter, order, descending }: StoreQuery, against?: SetStore): Promise<Int32Array> {
    const key = JSON.stringify([this.revision, against?.dir, order, descending, filter]);
    const known = this.selections.get(key);
    if (known !== undefined) return known;
    const found = select(filter, order, descending, await this.data(filter, against));
    this.selections.set(key, found);
    return found;
  }

  changesSince(against: SetStore): Promise<ChangeColumn> {
    const known = this.changes.get(against);
    if (known !== undefined) return known;
    const column = Promise.all([this.keys(), against.keys()]).then(([own, others]) =>
      changesOf(this.columns, own.keys, against.columns, others),
    );
    this.changes.set(against, column);
    column.catch(() => this.changes.delete(against));
    return column;
  }

  /** What the verdicts say by now; worked out once for each revision, and not for those that come while it is. */
  figures(): Promise<AuditFigures> {
    if (this.figured?.revision === this.revision) return this.figured.figures;
    return (this.nextFigures ??= this.figuring.then(() => {
      this.nextFigures = undefined;
      const figures = this.aside.figures(this);
      this.figured = { revision: this.revision, figures };
      this.figuring = figures.catch(() => (this.figured = undefined));
      return figures;
    }));
  }

  /** Why the arms' shares are withheld; absent when they are not. */
  withheld(): Promise<string | undefined> {
    const stamp = this.verdicts.stamp('counterfactual');
    if (this.gate?.stamp !== stamp) {
      const gate = { stamp, closed: this.aside.gate(this) };
      this.gate = gate;
      gate.closed.catch(() => {
        if (this.gate === gate) this.gate = undefined;
      });
    }
    return this.gate.closed;
  }

  /** How the set differs from how it was in another. */
  async compared(against: SetStore): Promise<AuditComparison> {
    return this.aside.compare(this, against);
  }

  /** An index that the set has; a `Refusal` for any other. */
  mustHave(index: ItemIndex): number {
    if (index >= 0 && index < this.columns.rows) return index;
    throw new Refusal(`The set has no item ${index}: it has ${this.columns.rows}`);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

/** What the database says of a damaged file, as a sentence. */
function readable(error: unknown, dir: string): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  return new Refusal(
    `The items of ${dir} cannot be read: ${error.message.split('\n')[0] ?? ''}`,
    'Import the results again.',
  );
}

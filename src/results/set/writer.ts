import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { lazyDatabase, type Database } from '../../data';
import type { ReportedFigure, ResultKind } from '../../protocol';
import type { ResultItem } from '../types';
import { WRITTEN_ITEM } from './item-columns';
import { SET_FILES } from './layout';
import type { SetManifest, StoredBenchmark } from './manifest';
import { TableWriter, type WrittenColumn } from './table-writer';

export type ManifestFacts = Omit<
  SetManifest,
  'format' | 'created' | 'rows' | 'failures' | 'unjudged' | 'benchmarks'
>;

/** What a program reports of a benchmark, and how ours differs from it, by the benchmark's name. */
export type ToolSays = ReadonlyMap<
  string,
  { readonly reported: readonly ReportedFigure[]; readonly differs?: string }
>;

export const DRAFT = '.draft-';

/**
 * Writes a set in a folder that readers do not see, beside where it will be: `finish` completes the files there, the
 * caller moves them into place, and `abandon` leaves nothing behind.
 */
export class SetWriter {
  private readonly benchmarks = new Map<string, Tally>();
  private readonly tables: { finish(): Promise<void> }[] = [];
  private readonly connections: DuckDBConnection[] = [];
  private items: TableWriter<ResultItem> | undefined;

  private constructor(
    /** Absolute; exists until `abandon`. */
    readonly draft: string,
    private readonly database: Database,
  ) {}

  /** `parent` is the folder that the draft is made in; it is made when absent. */
  static async open(parent: string): Promise<SetWriter> {
    const draft = join(parent, `${DRAFT}${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(draft, { recursive: true });
    return new SetWriter(draft, lazyDatabase([draft]));
  }

  /** Items so far. */
  get count(): number {
    return this.items?.count ?? 0;
  }

  /** A further table of the set, finished with it. */
  async table<T>(name: string, columns: readonly WrittenColumn<T>[]): Promise<TableWriter<T>> {
    const connection = await this.database.connect();
    this.connections.push(connection);
    const table = new TableWriter(connection, join(this.draft, name), columns);
    this.tables.push(table);
    return table;
  }

  async add(items: readonly ResultItem[]): Promise<void> {
    this.items ??= await this.table(SET_FILES.items, WRITTEN_ITEM);
    for (const item of items) tally(this.benchmarks, item);
    await this.items.add(items);
  }

  /** Completes the files of the draft. */
  async finish(facts: ManifestFacts, says: ToolSays = new Map()): Promise<SetManifest> {
    this.items ??= await this.table(SET_FILES.items, WRITTEN_ITEM);
    for (const table of this.tables) await table.finish();
    await this.close();
    const benchmarks = [...this.benchmarks.values()].map((one): StoredBenchmark => {
      const said = says.get(one.name);
      return {
        ...one,
        reported: said?.reported ?? [],
        ...(said?.differs === undefined ? {} : { differs: said.differs }),
      };
    });
    const sum = (key: 'rows' | 'wrong' | 'unjudged'): number =>
      benchmarks.reduce((n, one) => n + one[key], 0);
    const manifest: SetManifest = {
      format: 1,
      ...facts,
      created: new Date().toISOString(),
      rows: sum('rows'),
      failures: sum('wrong'),
      unjudged: sum('unjudged'),
      benchmarks,
    };
    await writeFile(join(this.draft, SET_FILES.manifest), `${JSON.stringify(manifest, null, 1)}\n`);
    return manifest;
  }

  async abandon(): Promise<void> {
    await this.close();
    await rm(this.draft, { recursive: true, force: true });
  }

  private async close(): Promise<void> {
    for (const connection of this.connections.splice(0)) connection.closeSync();
    await this.database.close();
  }
}

interface Tally {
  readonly name: string;
  readonly capability: string;
  readonly source: string;
  readonly kind: ResultKind;
  rows: number;
  wrong: number;
  unjudged: number;
}

function tally(into: Map<string, Tally>, { dataset, capability, source, kind, correct }: ResultItem): void {
  let one = into.get(dataset);
  if (one === undefined) {
    one = { name: dataset, capability, source, kind, rows: 0, wrong: 0, unjudged: 0 };
    into.set(dataset, one);
  }
  one.rows += 1;
  if (correct === false) one.wrong += 1;
  if (correct === null) one.unjudged += 1;
}

/** Moves the named files of a finished draft into a folder, the manifest last: it says that the set is whole. */
export async function moveInto(draft: string, folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of names) await rename(join(draft, name), join(folder, name));
}

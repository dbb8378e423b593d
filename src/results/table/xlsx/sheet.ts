import type { FileHandle } from 'node:fs/promises';
import { MOST_TABLE_COLUMNS, TableError, type ReadTableOptions } from '../types';
import { cellValue, columnOf, MOST_COLUMNS, MOST_ROWS, type CellContext } from './cells';
import { xmlReader } from './xml';
import { unpack, type ZipEntry } from './zip';

/** What is told of a sheet after it has been read. */
export interface SheetFaults {
  formulas: number;
  errors: number;
  /** Cells as long as Excel allows. */
  full: number;
}

export interface SheetRow {
  /** By column; gaps are absent. */
  readonly cells: readonly unknown[];
  /** As Excel counts, from 1. */
  readonly number: number;
}

export interface SheetOptions extends ReadTableOptions {
  readonly found: SheetFaults;
}

const FULL = 32_767;

const damaged = (reason: string): TableError =>
  new TableError(reason, 'Write it again, or as TSV (PRED_FORMAT=tsv).');

/** Rows of a sheet in their order, those without any value left out; streamed, whatever its size claims to be. */
export async function* readRows(
  file: FileHandle,
  sheet: ZipEntry,
  context: CellContext,
  { signal, onBytes, found }: SheetOptions,
): AsyncGenerator<readonly SheetRow[], void, undefined> {
  const collector = new RowCollector(context, found);
  const reader = xmlReader({
    open: (name, attributes) => collector.open(name, attributes),
    close: (name) => collector.close(name),
    text: (text) => collector.text(text),
  });
  for await (const chunk of unpack(file, sheet, onBytes)) {
    signal?.throwIfAborted();
    reader.write(chunk);
    const rows = collector.take();
    if (rows.length > 0) yield rows;
  }
  reader.end();
  const rows = collector.take();
  if (rows.length > 0) yield rows;
}

/** Builds rows from the tags of a sheet. */
class RowCollector {
  private rows: SheetRow[] = [];
  private cells: unknown[] = [];
  private row = 0;
  private column = -1;
  private type = '';
  private style: string | undefined;
  private raw = '';
  private formula = false;
  private valued = false;
  private reading = false;
  private phonetic = false;

  constructor(
    private readonly context: CellContext,
    private readonly found: SheetFaults,
  ) {}

  take(): readonly SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.row = attributes.r === undefined ? this.row + 1 : Number(attributes.r);
        if (!(this.row >= 1 && this.row <= MOST_ROWS))
          throw damaged('it has more rows than a sheet can have');
        this.cells = [];
        this.column = -1;
        return;
      case 'c':
        this.column = attributes.r === undefined ? this.column + 1 : columnOf(attributes.r);
        if (this.column < 0 || this.column >= MOST_COLUMNS) {
          throw damaged('it has more columns than a sheet can have');
        }
        this.type = attributes.t ?? 'n';
        this.style = attributes.s;
        this.raw = '';
        this.formula = false;
        this.valued = false;
        return;
      case 'v':
      case 't':
        this.reading = !this.phonetic;
        this.valued = true;
        return;
      case 'f':
        this.formula = true;
        return;
      case 'rPh':
        this.phonetic = true;
    }
  }

  text(text: string): void {
    if (this.reading) this.raw += text;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.reading = false;
        return;
      case 'rPh':
        this.phonetic = false;
        return;
      case 'c':
        this.closeCell();
        return;
      case 'row':
        if (this.cells.some((cell) => cell !== null && cell !== undefined)) {
          this.rows.push({ cells: this.cells, number: this.row });
        }
    }
  }

  private closeCell(): void {
    if (this.formula && !this.valued) this.found.formulas += 1;
    if (!this.valued) return;
    if (this.type === 'e') this.found.errors += 1;
    const value = cellValue(this.type, this.style, this.raw, this.context);
    if (typeof value === 'string' && value.length >= FULL) this.found.full += 1;
    // What lies beyond stands one behind the last: a header is then refused as too wide, and rows end where it ends.
    this.cells[Math.min(this.column, MOST_TABLE_COLUMNS)] = value;
  }
}

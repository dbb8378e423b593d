import { open, type FileHandle } from 'node:fs/promises';
import { asText } from '../../../data';
import { uniqueNames } from '../delimited';
import {
  MOST_TABLE_COLUMNS,
  TableError,
  tooManyColumns,
  type ReadTableOptions,
  type Table,
  type TableRow,
} from '../types';
import { readRows, type SheetFaults } from './sheet';
import { readWorkbook, sharedStrings, type Workbook } from './workbook';
import { readZip } from './zip';
import { counted } from '../../text/words';

/** Excel's limit of a cell; pandas leaves out or cuts what is longer. */
export const EXCEL_CELL = 32_767;

/** The first sheet of an xlsx file, its first row naming the columns. Rejects with a `TableError`. */
export async function openSheet(path: string): Promise<Table> {
  const columns = await headOf(path);
  if (columns.length === 0) {
    throw new TableError('its first sheet is empty', 'The first row must name the columns.');
  }
  const faults: string[] = [];
  return { path, columns, faults, rows: (options = {}) => tableRows(path, columns, options, faults) };
}

/** The header alone: of the shared texts, often most of a file, only those up to the last that it needs. */
async function headOf(path: string): Promise<readonly string[]> {
  return withWorkbook(path, async (file, workbook) => {
    const context = { ...workbook, shared: (index: number) => `\0${index}` };
    const found: SheetFaults = { formulas: 0, errors: 0, full: 0 };
    for await (const [head] of readRows(file, workbook.sheet, context, { found })) {
      if (head === undefined) continue;
      if (head.cells.length > MOST_TABLE_COLUMNS) throw tooManyColumns(head.cells.length);
      const cells = head.cells.map(asText);
      const wanted = cells.map((cell) => (cell.startsWith('\0') ? Number(cell.slice(1)) : -1));
      const strings = await sharedStrings(file, workbook, Math.max(-1, ...wanted) + 1);
      return namesOf(cells.map((cell, i) => ((wanted[i] ?? -1) < 0 ? cell : strings[wanted[i] ?? 0])));
    }
    return [];
  });
}

/** Cells of a header, its gaps filled as pandas fills them. */
const namesOf = (cells: readonly unknown[]): readonly string[] =>
  uniqueNames(Array.from({ length: cells.length }, (_, i) => asText(cells[i])));

async function* tableRows(
  path: string,
  names: readonly string[],
  { signal, onBytes }: ReadTableOptions,
  faults: string[],
): AsyncGenerator<readonly TableRow[], void, undefined> {
  const file = await open(path, 'r');
  const found: SheetFaults = { formulas: 0, errors: 0, full: 0 };
  try {
    const workbook = await openWorkbook(file);
    const strings = await sharedStrings(file, workbook);
    signal?.throwIfAborted();
    const context = { ...workbook, shared: (index: number) => strings[index] };
    let head = true;
    for await (const rows of readRows(file, workbook.sheet, context, { signal, onBytes, found })) {
      const below = head ? rows.slice(1) : rows;
      head = false;
      if (below.length > 0)
        yield below.map(({ cells, number }) => ({ values: named(names, cells), line: number }));
    }
    if (workbook.sheets > 1) {
      faults.push(`it has ${workbook.sheets} sheets; only the first, \`${workbook.sheetName}\`, was read`);
    }
  } finally {
    await file.close();
  }
  faults.push(...faultWords(found));
}

function named(names: readonly string[], cells: readonly unknown[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const most = Math.min(names.length, cells.length);
  for (let at = 0; at < most; at += 1) if (at in cells) values[names[at] ?? ''] = cells[at];
  return values;
}

const faultWords = ({ formulas, errors, full }: SheetFaults): readonly string[] => [
  ...(formulas === 0
    ? []
    : [
        `${counted(formulas, 'cell is a formula', 'cells are formulas')} without a stored value, and empty here`,
      ]),
  ...(errors === 0
    ? []
    : [
        `${counted(errors, 'cell holds', 'cells hold')} an error such as #N/A, and ${errors === 1 ? 'is' : 'are'} empty here`,
      ]),
  ...(full === 0
    ? []
    : [
        `${counted(full, 'cell has', 'cells have')} ${EXCEL_CELL} characters, the most that Excel keeps: what followed is lost (PRED_FORMAT=tsv keeps it)`,
      ]),
];

async function openWorkbook(file: FileHandle): Promise<Workbook> {
  const { size } = await file.stat();
  return readWorkbook(file, await readZip(file, size));
}

async function withWorkbook<T>(
  path: string,
  work: (file: FileHandle, workbook: Workbook) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file, await openWorkbook(file));
  } finally {
    await file.close();
  }
}

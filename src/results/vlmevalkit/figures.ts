import { readFile, stat } from 'node:fs/promises';
import { isObject } from '../../data';
import type { ReportedFigure } from '../../protocol';
import { textOf } from '../generic/cells';
import { openDelimited } from '../table/delimited';
import { parsePythonJson } from '../table/json-text';
import { benchmarkOf } from './benchmarks';
import { meaningOf, type Written } from './meanings';

type Values = Readonly<Record<string, unknown>>;
const LARGEST = 8 * 1024 * 1024;
/** Columns that name a row rather than say a figure. */
const NAMES = ['split', 'Task&Skill', 'Subject', 'Task', 'Setting', 'Category', 'category'];
const MOST = 40;

/** Figures that VLMEvalKit wrote beside the rows, each with what it means. A file that cannot be read gives none. */
export async function readFigures(
  files: readonly string[],
  benchmark: string,
): Promise<readonly ReportedFigure[]> {
  const all: ReportedFigure[] = [];
  for (const file of files) {
    const rows = await rowsOf(file).catch((): readonly Values[] => []);
    const overall = rows.filter(isOverall);
    const told = overall.length > 0 ? overall : rows.length === 1 ? rows : [];
    for (const row of told) all.push(...figuresOf(row, file, benchmark, told.length > 1));
  }
  return all.slice(0, MOST);
}

async function rowsOf(file: string): Promise<readonly Values[]> {
  const stats = await stat(file);
  if (!stats.isFile() || stats.size > LARGEST) return [];
  if (file.endsWith('.json')) {
    const value = parsePythonJson(await readFile(file, 'utf8'));
    if (Array.isArray(value)) return value.filter(isObject);
    return isObject(value) ? [flat(value)] : [];
  }
  const table = await openDelimited(file, ',');
  const rows: Values[] = [];
  for await (const batch of table.rows()) rows.push(...batch.map(({ values }) => values));
  return rows;
}

/** `{Overall: {"0": 0.5}}`, as pandas writes a table of one row, as `{Overall: 0.5}`. */
const flat = (value: Values): Values =>
  Object.fromEntries(
    Object.entries(value).map(([key, cell]) => {
      const cells = isObject(cell)
        ? Object.values(cell)
        : Array.isArray(cell)
          ? (cell as readonly unknown[])
          : [cell];
      return [key, cells.length === 1 ? cells[0] : undefined];
    }),
  );

const nameOf = (row: Values): string =>
  NAMES.map((name) => textOf(row[name])).find((text) => text !== '') ?? '';

/** The row over everything: `Overall`, or the only split of a benchmark. */
const isOverall = (row: Values): boolean => {
  const name = NAMES.find((one) => one in row);
  if (name === undefined) return false;
  return (
    /^(?:overall|all|none|average|worst case)$/i.test(nameOf(row)) ||
    (name === 'split' && 'Overall' in row && !('acc' in row))
  );
};

function figuresOf(
  row: Values,
  file: string,
  benchmark: string,
  several: boolean,
): readonly ReportedFigure[] {
  const type = benchmarkOf(benchmark)?.type;
  const total = numberOf(row.tot)?.value;
  const hits = numberOf(row.hit)?.value;
  const split = nameOf(row);
  return Object.entries(row).flatMap(([name, cell]): readonly ReportedFigure[] => {
    const number =
      NAMES.includes(name) || name === '' || name.startsWith('Unnamed') ? undefined : numberOf(cell);
    if (number === undefined) return [];
    const { meaning, accuracy } = meaningOf(name, number, file, benchmark, type);
    const exact =
      name === 'acc' && total !== undefined && hits !== undefined && total > 0 ? hits / total : accuracy;
    const part = several && !/^(?:overall|all|average)$/i.test(split);
    const of = /^worst case$/i.test(split)
      ? 'of questions that are right in every variant; not accuracy'
      : `of the split ${split} alone`;
    return [
      {
        name: part ? `${name} (${split})` : name,
        value: number.value,
        meaning: part ? `${meaning}, ${of}` : meaning,
        ...(exact === undefined || part ? {} : { accuracy: exact }),
        file,
      },
    ];
  });
}

/** `0.53`, `45.33%`, `45.33% (238)`. */
function numberOf(cell: unknown): Written | undefined {
  const found = /^\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(%?)\s*(?:\(\d+\))?\s*$/i.exec(textOf(cell));
  const value = Number(found?.[1]);
  return found === null || !Number.isFinite(value) ? undefined : { value, percent: found[2] === '%' };
}

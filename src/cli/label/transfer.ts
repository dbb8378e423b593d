import { readFile, stat } from 'node:fs/promises';
import { currentLabels, itemKey } from '../../audit';
import { csvLine } from '../../browse';
import { isLabel, LABELS, type HumanLabel } from '../../protocol';
import { readItems } from '../../results';
import { UserError } from '../command';

const LARGEST = 256 * 1024 * 1024;
const COLUMNS = ['dataset', 'row', 'label', 'subtype', 'note', 'annotator'] as const;

/**
 * Labels of a CSV or JSONL file with `dataset`, `row`, `label`, and optionally `subtype`, `note`, `annotator`. Rejects
 * with a `UserError` that names the line when one is wrong, or names an item that the set has not.
 */
export async function importedLabels(
  dir: string,
  file: string,
  annotator: string,
): Promise<readonly HumanLabel[]> {
  const info = await stat(file);
  if (!info.isFile()) throw new UserError(`${file} is no file`, 'give a CSV or JSONL file of labels');
  if (info.size > LARGEST) throw new UserError(`${file} is larger than 256 MiB`, 'import it in parts');
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  if (text.trim() === '') throw new UserError(`${file} is empty`, 'nothing was imported');
  const rows = /\.csv$/i.test(file) ? csvRows(text, file) : jsonRows(text, file);
  const known = new Set<string>();
  for await (const item of readItems(dir)) known.add(itemKey(item));
  const at = new Date().toISOString();
  return rows.map(({ line, value }) => {
    const wrong = (why: string): UserError =>
      new UserError(`${file}:${line}: ${why}`, 'nothing was imported');
    const { label = '', subtype, note, annotator: by } = value;
    const item = [value, withoutGuards(value)].find((one) => known.has(itemKey(one)));
    if (item === undefined) throw wrong(`the set has no item \`${value.row}\` of \`${value.dataset}\``);
    const { dataset, row } = item;
    if (!isLabel(label)) throw wrong(`\`${label}\` is none of ${Object.keys(LABELS).join(', ')}`);
    if (
      subtype !== undefined &&
      subtype !== '' &&
      !(LABELS[label].subtypes as readonly string[]).includes(subtype)
    )
      throw wrong(`\`${subtype}\` is no subtype of ${label}`);
    return {
      row,
      dataset,
      label,
      at,
      annotator: by === undefined || by === '' ? annotator : by,
      ...(subtype === undefined || subtype === '' ? {} : { subtype }),
      ...(note === undefined || note === '' ? {} : { note }),
    };
  });
}

/** As `exportedLabels` wrote it: the `'` before what a spreadsheet would take for a formula is not of the name. */
const withoutGuards = ({ dataset, row }: { readonly dataset: string; readonly row: string }) => ({
  dataset: dataset.replace(/^'/, ''),
  row: row.replace(/^'/, ''),
});

const NEEDED = ['dataset', 'row', 'label'] as const;

interface Row {
  readonly line: number;
  readonly value: Readonly<
    { readonly dataset: string; readonly row: string } & Partial<Record<(typeof COLUMNS)[number], string>>
  >;
}

function jsonRows(text: string, file: string): readonly Row[] {
  return text.split('\n').flatMap((line, i): readonly Row[] => {
    if (line.trim() === '') return [];
    const value = objectOf(line);
    if (value === undefined)
      throw new UserError(`${file}:${i + 1}: this is no JSON object`, 'nothing was imported');
    const missing = NEEDED.find((name) => value[name] === undefined);
    if (missing !== undefined)
      throw new UserError(`${file}:${i + 1}: \`${missing}\` is missing`, 'nothing was imported');
    const texts = COLUMNS.flatMap((name) => {
      const one = value[name];
      return typeof one === 'string' || typeof one === 'number' ? [[name, String(one)] as const] : [];
    });
    return [{ line: i + 1, value: { dataset: '', row: '', ...Object.fromEntries(texts) } }];
  });
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function csvRows(text: string, file: string): readonly Row[] {
  const [head, ...body] = csvRecords(text, file);
  const names = (head?.cells ?? []).map((name) => name.trim());
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new UserError(
      `${file}:1: there is no column \`${missing}\``,
      `the first line names the columns: ${COLUMNS.join(', ')}`,
    );
  return body.map(({ line, cells }) => {
    const texts = COLUMNS.flatMap((name) => {
      const cell = cells[names.indexOf(name)];
      return cell === undefined ? [] : [[name, cell] as const];
    });
    return { line, value: { dataset: '', row: '', ...Object.fromEntries(texts) } };
  });
}

/** Records of RFC 4180, each with the line it begins at; empty lines are none. */
export function csvRecords(
  text: string,
  file: string,
): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const records: { line: number; cells: string[] }[] = [];
  const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (match === null)
      throw new UserError(`${file}:${line}: this is no CSV: a quote is not closed`, 'nothing was imported');
    const [whole, quoted, plain = '', end = ''] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (cells.some((cell) => cell !== '')) records.push({ line: begun, cells });
    cells = [];
    begun = line;
    if (end === '') break;
  }
  return records;
}

/** The labels that count, as CSV; a cell that a spreadsheet would take for a formula gets a `'` before it. */
export function exportedLabels(labels: readonly HumanLabel[]): string {
  const rows = [...currentLabels(labels).values()].flatMap((of) => [...of.values()]);
  const lines = rows.map(({ dataset, row, label, subtype, note, annotator, at }) =>
    csvLine([dataset, row, label, subtype, note, annotator, at]),
  );
  return [csvLine([...COLUMNS, 'at']), ...lines].join('');
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/results/table/open';
import { TableError, type TableRow } from '../../src/results/table/types';
import { FIXTURES, inFolder } from './fixtures';

async function read(path: string): Promise<{ rows: readonly TableRow[]; faults: readonly string[] }> {
  const table = await openTable(path);
  const rows: TableRow[] = [];
  for await (const batch of table.rows()) rows.push(...batch);
  return { rows, faults: table.faults };
}

const HEAD = '<?xml version="1.0"?>';
const book = (sheet: string, strings?: string): Record<string, Uint8Array> => ({
  'xl/workbook.xml': strToU8(
    `${HEAD}<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ),
  'xl/_rels/workbook.xml.rels': strToU8(
    `${HEAD}<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  ),
  'xl/worksheets/sheet1.xml': strToU8(sheet),
  ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': strToU8(strings) }),
});
const NAMES = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>';
const sheet = (rows: string): string =>
  `${HEAD}<worksheet><sheetData>${NAMES}${rows}</sheetData></worksheet>`;

describe('a sheet', () => {
  it('has formulas, dates, rich text, escapes, merged cells and the longest cell as pandas reads them', async () => {
    const { rows, faults } = await read(join(FIXTURES, 'strange.xlsx'));
    expect(rows.map(({ values }) => values.index)).toEqual(['01', 2, 3, 4, 5, undefined]);
    expect(rows[0]?.values).toMatchObject({ prediction: 2, when: '2023-03-15' });
    expect(rows[1]?.values.prediction).toBe('red');
    expect(rows[2]?.values.prediction).toBe('ye_x0073_\x0b\r\n');
    expect(rows[3]?.values.prediction).toBeNull();
    expect(rows[4]?.values.answer).toBe(true);
    expect(rows.at(-1)?.line).toBe(1_048_576);
    expect(faults.join('\n')).toMatch(/2 sheets[\s\S]*#N\/A[\s\S]*32767 characters/);
  });

  const refused: readonly (readonly [string, Record<string, Uint8Array>, RegExp])[] = [
    [
      'entities',
      book(`${HEAD}<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData>${NAMES}</sheetData></worksheet>`),
      /document type/,
    ],
    [
      'a row that no sheet has',
      book(sheet('<row r="99999999999"><c r="A2"><v>1</v></c></row>')),
      /more rows/,
    ],
    [
      'a column that no sheet has',
      book(sheet('<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>')),
      /more columns/,
    ],
    ['damaged XML', book(sheet('<row r="2"><c></row>')), /damaged/],
    ['no workbook', { 'a.txt': strToU8('x') }, /no xlsx/],
  ];
  it.each(refused)('with %s is refused in words', (_, files, words) =>
    inFolder(async (folder) => {
      const file = join(folder, 'x.xlsx');
      writeFileSync(file, zipSync(files));
      const error: unknown = await read(file).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TableError);
      expect((error as TableError).reason).toMatch(words);
    }),
  );

  it('that unpacks a thousandfold is refused while it unpacks', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'bomb.xlsx');
      writeFileSync(
        file,
        zipSync(book(sheet(`<row r="2">${' '.repeat(80 * 1024 * 1024)}</row>`)), { level: 9 }),
      );
      await expect(read(file)).rejects.toThrow(/zip bomb/);
    }));

  it('that is cut off anywhere is refused in words', () =>
    inFolder(async (folder) => {
      const whole = readFileSync(join(FIXTURES, 'strange.xlsx'));
      const file = join(folder, 'cut.xlsx');
      for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
        writeFileSync(file, whole.subarray(0, Math.floor(whole.length * share)));
        await expect(read(file)).rejects.toThrow(TableError);
      }
    }));
});

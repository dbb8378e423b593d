import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { appendLabel } from '../../src/audit';
import { findQuote, quotable } from '../../src/audit/judge/quotes';
import { csvCell } from '../../src/browse/write/csv';
import { AnswerCache } from '../../src/endpoints/cache/store';
import { tidy } from '../../src/endpoints/http/words';
import { ensureRunSet, pictureOf, readSet } from '../../src/results';
import { isBlank } from '../../src/results/generic/cells';
import { parsePythonJson } from '../../src/results/table/json-text';
import { openTable } from '../../src/results/table/open';
import { inFolder } from './fixtures';
import { ends } from '../fixtures/hang';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const HEAD = '<?xml version="1.0"?>';
const book = (rows: string): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(
      `${HEAD}<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${HEAD}<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    // Stored: packing it would make a bomb of it, which is refused for that.
    'xl/worksheets/sheet1.xml': [strToU8(`${HEAD}<worksheet><sheetData>${rows}`), { level: 0 }],
  });
const NAMES = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>';

async function countRows(path: string): Promise<number> {
  let n = 0;
  for await (const rows of (await openTable(path)).rows()) n += rows.length;
  return n;
}

const manifest = (dir: string, parts: object = {}): void =>
  writeFileSync(
    join(dir, 'audit.json'),
    JSON.stringify({
      format: 1, id: 'a', title: 't', kind: 'import', model: 'm', created: '2026-01-01', rows: 1, failures: 1,
      unjudged: 0, benchmarks: [], problems: [], images: {}, made: {}, ...parts,
    }),
  ); // prettier-ignore

describe('a hostile table', () => {
  it('with more columns than any results have is refused before its rows cost memory', () =>
    inFolder(async (folder) => {
      const tsv = join(folder, 'a.tsv');
      writeFileSync(
        tsv,
        `${Array.from({ length: 5_000 }, (_, i) => `c${i}`).join('\t')}\n${'a\n'.repeat(9)}`,
      );
      await expect(openTable(tsv)).rejects.toThrow(/5,000 columns/);
      const xlsx = join(folder, 'a.xlsx');
      writeFileSync(
        xlsx,
        book('<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row></sheetData></worksheet>'),
      );
      await expect(openTable(xlsx)).rejects.toThrow(/columns/);
    }));

  it('has rows as long as their cells, not as their header', () =>
    inFolder(async (folder) => {
      const tsv = join(folder, 'a.tsv');
      const names = Array.from({ length: 4_000 }, (_, i) => `c${i}`).join('\t');
      writeFileSync(tsv, `${names}\n${'a\n'.repeat(100_000)}`);
      expect(await countRows(tsv)).toBe(100_000);
    }));

  it.each([
    ['nested deeper than a sheet', '<a>'.repeat(5_000), /nested deeper/],
    ['a cell without an end', `<row><c t="str"><v>${'a'.repeat(66 * 2 ** 20)}`, /larger than 64 MiB/],
  ])('%s', (_name, rows, complaint) =>
    inFolder(async (folder) => {
      const xlsx = join(folder, 'a.xlsx');
      writeFileSync(xlsx, book(NAMES + rows));
      await expect(countRows(xlsx)).rejects.toThrow(complaint);
    }),
  );

  it('takes no longer for quotation marks or white space without an end', () => {
    ends(() => expect(() => parsePythonJson(`NaN "${'\\"'.repeat(200_000)}`)).toThrow(SyntaxError));
    ends(() => expect(isBlank(`${' '.repeat(1_000_000)}x`)).toBe(false));
    ends(() => findQuote(`${' '.repeat(1_000_000)}x`, quotable('a b c')));
    ends(() => findQuote(`a${"'".repeat(28_000)}x`, quotable('a b c')));
  });

  it('keeps a NaN within a text, and a text of megabytes beside one', () => {
    expect(parsePythonJson(String.raw`{"a": NaN, "b": "NaN \" NaN", "c": -Infinity, "d": "\\"}`)).toEqual({
      a: null, b: 'NaN " NaN', c: null, d: '\\',
    }); // prettier-ignore
    expect(parsePythonJson(`{"a": NaN, "b": "${'x'.repeat(2e7)}"}`)).toMatchObject({ a: null });
  });
});

describe('a hostile set', () => {
  it('cannot make a whole disk its folder of images', () =>
    inFolder(async (folder) => {
      const [dir, other] = [join(folder, 'set'), join(folder, 'other')];
      mkdirSync(dir);
      mkdirSync(other);
      const file = join(other, 'a.png');
      writeFileSync(file, Buffer.from(PNG, 'base64'));
      for (const images of [{ folders: ['/'] }, { tsv: ['/x.tsv'] }, { folders: ['..'] }]) {
        manifest(dir, { images });
        expect(await pictureOf(dir, { file })).toHaveProperty('missing');
      }
      manifest(dir, { images: { folders: [other] } });
      expect(await pictureOf(dir, { file })).toHaveProperty('file');
    }));

  it.each([{ images: { tsv: 'x' } }, { problems: [1] }, { benchmarks: [{}] }, { file: 5 }])(
    'with a manifest of other types is none: %j',
    (parts) =>
      inFolder(async (dir) => {
        manifest(dir, parts);
        await expect(readSet(dir)).rejects.toThrow(/no audit set/);
      }),
  );

  it.runIf(process.platform !== 'win32')('leads neither reading nor writing out of itself by links', () =>
    inFolder(async (folder) => {
      const dir = join(folder, 'set');
      mkdirSync(dir);
      symlinkSync('/dev/zero', join(dir, 'audit.json'));
      await expect(readSet(dir)).rejects.toThrow(/no audit set/);
      const own = join(folder, 'profile');
      writeFileSync(own, 'mine\n');
      symlinkSync(own, join(dir, 'labels.jsonl'));
      const label = {
        row: '$(id)',
        dataset: 'd',
        label: 'PERC',
        annotator: 'me',
        at: '2026-01-01T00:00:00Z',
      } as const;
      await expect(appendLabel(dir, label)).rejects.toThrow(/link/);
      symlinkSync(own, join(dir, 'ab.jsonl'));
      const key = 'ab'.repeat(32);
      const reply = { answers: [], tokens: { input: 0, output: 0 } };
      await expect(new AnswerCache(dir).put({ key, model: 'm', images: 0, at: '', reply })).rejects.toThrow();
      expect(readFileSync(own, 'utf8')).toBe('mine\n');
    }),
  );

  it.runIf(process.platform !== 'win32')('of a run is not made where a link leads', () =>
    inFolder(async (folder) => {
      const [run, other] = [join(folder, 'run'), join(folder, 'other')];
      mkdirSync(join(run, 'stages', '1'), { recursive: true });
      mkdirSync(other);
      writeFileSync(join(run, 'stages', '1', 'predictions.jsonl'), '{}\n');
      symlinkSync(other, join(run, 'audit'));
      await expect(ensureRunSet(run)).rejects.toThrow(/is a link/);
      expect(lstatSync(join(run, 'audit')).isSymbolicLink()).toBe(true);
    }),
  );
});

describe('what leaves', () => {
  it.each(['=1+1', ' =1+1', '\u00a0+1', '\u200b-1', '\ufeff@SUM(1)', '\uff1dcmd', '"=1', "'=1", '\t=1'])(
    'is no formula: %j',
    (text) => expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/),
  );

  it('holds no part of a key that a cut goes through', () => {
    const key = 'abcdefghijklmnopqrstuvwxyz012345';
    for (let before = 1_160; before < 1_200; before += 3)
      expect(tidy(`${' '.repeat(before)}${key}`, key)).not.toContain('abcd');
  });
});

import type { FileHandle } from 'node:fs/promises';
import { posix } from 'node:path';
import { TableError } from '../types';
import { readSharedStrings } from './strings';
import { readXml } from './xml';
import { unpack, type ZipEntry } from './zip';

export interface Workbook {
  /** The sheet that pandas reads as well: the first. */
  readonly sheet: ZipEntry;
  readonly sheetName: string;
  readonly sheets: number;
  readonly strings: ZipEntry | undefined;
  /** Whether a cell of this style is a date. */
  readonly isDate: (style: number) => boolean;
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean;
}

/** Finds what a reader needs in a workbook. Rejects with a `TableError` when it has no sheet. */
export async function readWorkbook(
  file: FileHandle,
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<Workbook> {
  const part = (path: string): AsyncIterable<Buffer> | undefined => {
    const entry = entries.get(path);
    return entry === undefined ? undefined : unpack(file, entry);
  };
  const links = await relationships(part('_rels/.rels'));
  const main = links.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  const path = posix.normalize(main.replace(/^\//, ''));
  const folder = posix.dirname(path);
  const inside = (target: string): string =>
    target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(folder, target));
  const sheets: { readonly name: string; readonly link: string }[] = [];
  let from1904 = false;
  const workbook = part(path);
  if (workbook === undefined) throw new TableError('it is no xlsx file', 'Save it as xlsx, TSV or JSONL.');
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name === 'sheet') {
        const link = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        sheets.push({ name: attributes.name ?? '', link });
      } else if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
    },
  });
  const targets = await relationships(part(`${folder}/_rels/${posix.basename(path)}.rels`));
  const typed = (type: string): ZipEntry | undefined => {
    const target = targets.find((one) => one.type.endsWith(type))?.target;
    return target === undefined ? undefined : entries.get(inside(target));
  };
  const first = sheets
    .map(({ name, link }) => ({ name, target: targets.find(({ id }) => id === link) }))
    .find(({ target }) => target?.type.endsWith('/worksheet') === true);
  const sheet = first?.target === undefined ? undefined : entries.get(inside(first.target.target));
  if (first === undefined || sheet === undefined) {
    throw new TableError('it has no sheet', 'Save it as xlsx, TSV or JSONL.');
  }
  const styles = typed('/styles');
  return {
    sheet,
    sheetName: first.name,
    sheets: sheets.length,
    strings: typed('/sharedStrings'),
    isDate: styles === undefined ? () => false : await dateStyles(unpack(file, styles)),
    from1904,
  };
}

/** The shared texts of a workbook, or the first of them; none when it has none. */
export const sharedStrings = (
  file: FileHandle,
  { strings }: Workbook,
  most?: number,
): Promise<readonly string[]> =>
  strings === undefined ? Promise.resolve([]) : readSharedStrings(unpack(file, strings), most);

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function relationships(part: AsyncIterable<Buffer> | undefined): Promise<readonly Relationship[]> {
  const found: Relationship[] = [];
  if (part === undefined) return found;
  await readXml(part, {
    open: (name, { Id, Type, Target, TargetMode }) => {
      if (name === 'Relationship' && TargetMode !== 'External') {
        found.push({ id: Id ?? '', type: Type ?? '', target: Target ?? '' });
      }
    },
  });
  return found;
}

/** Number formats that Excel has built in for dates and times (ECMA-376, 18.8.30). */
const isBuiltinDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

async function dateStyles(part: AsyncIterable<Buffer>): Promise<(style: number) => boolean> {
  const custom = new Set<number>();
  const styles: boolean[] = [];
  let inCells = false;
  await readXml(part, {
    open: (name, attributes) => {
      if (name === 'numFmt' && isDateFormat(attributes.formatCode ?? ''))
        custom.add(Number(attributes.numFmtId));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(isBuiltinDate(id) || custom.has(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return (style) => styles[style] === true;
}

/** Letters of years, months, days, hours or seconds outside of quotations, escapes and colours. */
const isDateFormat = (format: string): boolean =>
  /[ymdhs]/i.test(format.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, '').replace(/general/gi, ''));

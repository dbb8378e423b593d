import type { ColumnRole } from '../../language';
import { COLUMN_ROLES } from '../../language';
import type { Context, OpenSource } from '../context';
import type { CheckOptions } from '../engine';
import { DataError } from '../errors';
import { inspectBytes } from '../images/inspect';
import type { RoleRow } from '../rows';
import { readBatches } from '../rows';
import type { LineIndex } from '../store/lines';
import { indexLines } from '../store/lines';
import type { RawImage } from '../values';
import { asImages, asText } from '../values';
import type { FindingGroup } from './finding';
import { Findings } from './finding';
import { findInvalidRows } from './invalid';
import { rowKey, textKey } from './key';
import { imageFinding } from './images';
import { watchMixture } from './mixture';
import { checkRow } from './rules';

/** What one pass over a file finds; plain data, so that it can be kept until the file changes. */
export interface RowReport {
  readonly rows: number;
  readonly groups: readonly FindingGroup[];
  /** Image paths as rows give them, each with the first row that does. */
  readonly images: readonly (readonly [text: string, row: number])[];
  /** `rowKey` of each row; 0 for a row that could not be read. */
  readonly keys: readonly number[];
}

const PROGRESS_ROWS = 2000;
const CHECKED: readonly ColumnRole[] = COLUMN_ROLES.filter((role) => role !== 'scene' && role !== 'caption');

/** Reads the role columns of every row once. An invalid row of a JSONL file does not hide the others. */
export async function scanRows(
  context: Context,
  opened: OpenSource,
  options: CheckOptions,
): Promise<RowReport> {
  const findings = new Findings();
  const pass = makePass(opened, findings, options);
  // The bytes of the lines are looked at while DuckDB parses them.
  const looking = opened.format === 'jsonl' ? indexLines(opened.real, options.signal) : undefined;
  looking?.then(
    (lines) => pass.expect(lines.rows),
    () => undefined,
  );
  try {
    await takeAll(context, opened, pass, false);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof DataError)) throw error;
    if (looking === undefined) return refusedFile(error, findings);
    return await rescan(context, opened, options, await looking, error);
  } finally {
    await looking?.catch(() => undefined);
  }
  const lines = await looking;
  if (lines !== undefined) checkLines(lines, findings);
  return pass.report(lines);
}

/** A second pass over a JSONL file that DuckDB refused: the invalid rows are named and the others checked. */
async function rescan(
  context: Context,
  opened: OpenSource,
  options: CheckOptions,
  lines: LineIndex,
  error: DataError,
): Promise<RowReport> {
  const findings = new Findings();
  checkLines(lines, findings);
  const invalid = new Set<number>();
  await findInvalidRows(
    opened.real,
    lines,
    (finding, row) => {
      invalid.add(row);
      if (finding.code !== 'SC311') findings.add(finding);
    },
    options.signal,
  );
  if (invalid.size === 0 && lines.notUtf8.count === 0) {
    findings.add({ code: 'SC310', severity: 'error', kind: 'refused', message: error.problem.message });
  }
  const pass = makePass(opened, findings, options, invalid);
  pass.expect(lines.rows);
  await takeAll(context, opened, pass, true);
  return pass.report(lines);
}

async function takeAll(context: Context, opened: OpenSource, pass: Pass, tolerant: boolean): Promise<void> {
  for await (const batch of readBatches(context, opened, { roles: CHECKED, tolerant })) {
    for (const row of batch) {
      const embedded = pass.take(row);
      if (embedded.length > 0) await pass.look(row.row, embedded);
    }
  }
}

function refusedFile(error: DataError, findings: Findings): RowReport {
  const { message, hint } = error.problem;
  const line = /\bon Line: (\d+)/iu.exec(message)?.[1];
  findings.add({
    code: 'SC310',
    severity: 'error',
    kind: 'refused',
    message,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(hint === undefined || hint.includes('stagecraft check') ? {} : { hint }),
  });
  return { rows: 0, groups: findings.list(), images: [], keys: [] };
}

type EmbeddedImage = Extract<RawImage, { kind: 'bytes' }>;

interface Pass {
  /** How many rows there will be, for the progress. */
  expect(rows: number): void;
  /** Checks a row; gives the images that are embedded in it. */
  take(row: RoleRow): readonly EmbeddedImage[];
  look(row: number, images: readonly EmbeddedImage[]): Promise<void>;
  /** `lines` where the file has a line for each row. */
  report(lines: LineIndex | undefined): RowReport;
}

function makePass(
  opened: OpenSource,
  findings: Findings,
  options: CheckOptions,
  invalid?: ReadonlySet<number>,
): Pass {
  const names = new Set(opened.columns.map((column) => column.name));
  const has = new Set(CHECKED.filter((role) => names.has(opened.source.columns[role] ?? '')));
  const images = new Map<string, number>();
  const keys: number[] = [];
  const firstOf = new Map<number, number>();
  const ids = new Map<number, number>();
  const { images: folder } = opened.source;
  const mixture = watchMixture(opened, has);
  let expected = 0;
  return {
    expect: (rows) => {
      expected = rows;
    },
    take(row) {
      options.signal?.throwIfAborted();
      if (row.row % PROGRESS_ROWS === 0) options.onProgress?.(row.row, Math.max(expected, row.row), 'rows');
      if (invalid?.has(row.row) === true) {
        keys.push(0);
        return [];
      }
      for (const finding of checkRow(row, has)) findings.add(finding);
      mixture.take(row);
      const embedded: EmbeddedImage[] = [];
      for (const image of asImages(row.cells.images)) {
        if (image.kind === 'path') {
          if (!images.has(image.text)) images.set(image.text, row.row);
        } else if (image.kind === 'bytes') embedded.push(image);
      }
      const key = rowKey(row, folder);
      keys.push(key);
      const twin = firstOf.get(key);
      if (twin === undefined) firstOf.set(key, row.row);
      else {
        const what = has.has('images') ? 'the same question and images as' : 'the same question as';
        findings.add({
          code: 'SC324',
          severity: 'warning',
          kind: 'row',
          row: row.row,
          message: `The row has ${what} row ${twin}`,
        });
      }
      const id = asText(row.cells.id);
      if (id === '') return embedded;
      const idKey = textKey(id);
      const first = ids.get(idKey);
      if (first === undefined) ids.set(idKey, row.row);
      else {
        findings.add({
          code: 'SC326',
          severity: 'warning',
          kind: 'id',
          row: row.row,
          message: `The id ${id.slice(0, 60)} is also that of row ${first}`,
        });
      }
      return embedded;
    },
    async look(row, images) {
      for (const image of images) {
        const finding = imageFinding(image.name ?? 'embedded', await inspectBytes(image.bytes), row);
        if (finding !== undefined) findings.add(finding);
      }
    },
    report(lines) {
      for (const finding of mixture.findings(lines)) findings.add(finding.finding, finding.count);
      if (keys.length === 0) {
        findings.add({ code: 'SC305', severity: 'error', kind: 'rows', message: 'The file holds no row' });
      }
      return { rows: keys.length, groups: findings.list(), images: [...images], keys };
    },
  };
}

function checkLines(lines: LineIndex, findings: Findings): void {
  const { blank, crlf, notUtf8 } = lines;
  if (blank.count > 0) {
    const message = blank.count === 1 ? 'A line is blank' : `${blank.count} lines are blank, the first is`;
    findings.add({
      code: 'SC312',
      severity: 'warning',
      kind: 'blank',
      message,
      hint: 'Remove them: some readers stop there.',
      ...(blank.first === undefined ? {} : { line: blank.first }),
    });
  }
  if (crlf > 0) {
    const message = `${crlf === 1 ? 'One line ends' : `${crlf} lines end`} in CR LF, as on Windows`;
    findings.add({ code: 'SC313', severity: 'info', kind: 'crlf', message });
  }
  notUtf8.lines.forEach((line, index) => {
    findings.add(
      {
        code: 'SC311',
        severity: 'error',
        kind: 'utf8',
        line,
        message: 'Bytes are not UTF-8',
        hint: 'Save the file as UTF-8.',
      },
      index === 0 ? notUtf8.count - notUtf8.lines.length + 1 : 1,
    );
  });
}

import { stat } from 'node:fs/promises';
import type { Problem } from '../protocol';
import type { Shape } from './describe';
import { describe, isShape } from './describe';
import { DataError, messageOf } from './errors';
import type { PixelSize } from './measure/rows';
import type { Cache } from './store/cache';
import type { Database } from './store/duckdb';
import type { Guard } from './store/guard';
import type { DataFormat, DataSource } from './types';

/** What the questions of the engine share. */
export interface Context {
  readonly database: Database;
  readonly guard: Guard;
  readonly cache: Cache;
  /** Sizes of image files that the last check of a data file saw, by `sizesKey`; see `measureRows`. */
  readonly sizes: Map<string, ReadonlyMap<string, PixelSize>>;
}

/** A data file that may be read: its real path and shape. */
export interface OpenSource extends Shape {
  readonly source: DataSource;
  readonly real: string;
}

/** Checks that a file may be read and finds its shape; a `DataError` when not. */
export async function openSource(context: Context, source: DataSource): Promise<OpenSource> {
  const real = await requireFile(context.guard, source.path);
  return { source, real, ...(await shapeOf(context, source.format, source.path, real)) };
}

/** The shape of a file, kept as long as its content stays. */
export async function shapeOf(
  context: Context,
  format: DataFormat,
  path: string,
  real: string,
): Promise<Shape> {
  try {
    return await context.cache.get(`shape ${format}`, real, isShape, () =>
      describe(context.database, format, real),
    );
  } catch (error) {
    // Without its columns a file has no rows that a check could list.
    throw readError(path, error, false);
  }
}

/** The real path of a file inside the declared folders; a `DataError` when it is not one. */
export async function requireFile(guard: Guard, path: string): Promise<string> {
  const found = await guard.check(path);
  switch (found.kind) {
    case 'allowed':
      await insistOnRegular(path, found.real);
      return found.real;
    case 'outside':
      throw new DataError({
        code: 'SC301',
        severity: 'error',
        message: `${path} is refused: ${found.reason}`,
        place: { file: path },
        hint: 'Move the file into the workspace or add its folder to `folders` in the curriculum.',
      });
    case 'missing':
      throw new DataError({
        code: 'SC300',
        severity: 'error',
        message: `There is no file ${path}`,
        place: { file: path },
      });
    case 'unreadable':
      throw new DataError({
        code: 'SC300',
        severity: 'error',
        message: `${path} cannot be read: ${found.reason}`,
        place: { file: path },
      });
  }
}

/** A pipe would be waited for without end, whoever opens it. */
async function insistOnRegular(path: string, real: string): Promise<void> {
  const found = await stat(real).catch(() => undefined);
  // Why it cannot be looked at is told by who reads it.
  if (found === undefined || found.isFile()) return;
  throw new DataError({
    code: 'SC300',
    severity: 'error',
    message: `${path} is ${found.isDirectory() ? 'a folder, not a file' : 'not a regular file'}`,
    place: { file: path },
  });
}

const LISTED = 'Run `stagecraft check` on the curriculum: it lists the rows at fault.';

/**
 * Whether a problem says no more than that rows of a file cannot be read: where a check has listed these rows, it is
 * said twice.
 */
export const isRowFault = ({ code, message, hint }: Problem, path: string): boolean =>
  code === 'SC300' && hint === LISTED && message.startsWith(`${path} cannot be read: `);

/** A failed read in a user's words: DuckDB's own, without its advice on its own options. */
export function readError(path: string, error: unknown, hasRows = true): Error {
  if (error instanceof DataError) return error;
  const [first = 'unknown reason', ...more] = messageOf(error)
    .replace(/^[A-Z]\w+(?: \w+)* Error: /u, '')
    .split('\n');
  // Of a CSV file the first line says only where.
  const reason = first.startsWith('CSV Error') ? more.find((line) => CSV_REASON.test(line)) : undefined;
  // Its line numbers count from the start of a block, not of the file.
  const message = `${first.replace(/,? at byte \d+ in line \d+/u, '').trim()}${reason === undefined ? '' : `: ${reason.trim()}`}`;
  return new DataError({
    code: 'SC300',
    severity: 'error',
    message: `${path} cannot be read: ${message}`,
    place: { file: path },
    ...(hasRows ? { hint: LISTED } : {}),
  });
}

const CSV_REASON =
  /^(?:Expected Number of Columns|Invalid unicode|Value with unterminated quote|Maximum line size)/iu;

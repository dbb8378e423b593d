import { open, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { nearest, type Dataset } from '../language';
import type { Problem } from '../protocol';
import type { Context } from './context';
import { requireFile, shapeOf } from './context';
import { DataError, codeOf } from './errors';
import { detectRoles } from './roles';
import type { DataFormat, DataSource } from './types';

const FORMATS: Readonly<Record<string, DataFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
};

export interface Resolved {
  readonly source?: DataSource;
  readonly problems: readonly Problem[];
}

/**
 * Finds format and columns of one file of a dataset. Problems are placed at the data file; a split that the dataset
 * does not have gives neither a source nor a problem.
 */
export async function resolveSource(
  context: Context,
  dataset: Dataset,
  split: DataSource['split'],
): Promise<Resolved> {
  const ref = dataset[split];
  if (ref === undefined) return { problems: [] };
  if (ref.kind === 'hub') {
    return {
      problems: [
        {
          code: 'SC302',
          severity: 'warning',
          message: `${ref.text} is on the Hugging Face Hub: its rows cannot be checked here`,
          place: { file: ref.text },
          hint: 'Download it and name the file, to have it checked and usable by the embedded engine.',
        },
      ],
    };
  }
  try {
    return await resolveFile(context, dataset, split, ref.path);
  } catch (error) {
    if (error instanceof DataError) return { problems: [error.problem] };
    throw error;
  }
}

async function resolveFile(
  context: Context,
  dataset: Dataset,
  split: DataSource['split'],
  path: string,
): Promise<Resolved> {
  const fail = (code: Problem['code'], message: string, hint?: string): Resolved => ({
    problems: [
      { code, severity: 'error', message, place: { file: path }, ...(hint === undefined ? {} : { hint }) },
    ],
  });
  const byName = FORMATS[extname(path).toLowerCase()];
  if (byName === undefined) {
    return fail(
      'SC303',
      `The format of ${path} is not known`,
      'Use a .jsonl, .json, .csv, .tsv or .parquet file.',
    );
  }
  const real = await requireFile(context.guard, path);
  const head = await readHead(path, real);
  if (head.kind === 'refused') return fail('SC300', head.reason);
  if (head.size === 0) return fail('SC305', `${path} is empty`);
  const isJson = byName === 'json' || byName === 'jsonl';
  if (isJson && head.bytes[0] === 0xef && head.bytes[1] === 0xbb && head.bytes[2] === 0xbf) {
    return fail(
      'SC306',
      `${path} starts with a byte order mark, which JSON readers refuse`,
      'Save it as UTF-8 without BOM.',
    );
  }
  const format = byName === 'json' ? jsonFormat(head.bytes) : byName;
  const { columns } = await shapeOf(context, format, path, real);
  if (columns.length === 0) {
    return format === 'jsonl' && !isBlank(head.bytes)
      ? fail(
          'SC310',
          `No line of ${path} is a JSON object`,
          'Write one object a line, such as {"problem": "...", "answer": "..."}.',
        )
      : fail('SC305', `${path} holds no row`);
  }

  const names = columns.map((column) => column.name);
  const problems: Problem[] = [];
  for (const [role, name] of Object.entries(dataset.columns)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    problems.push({
      code: 'SC304',
      severity: 'error',
      message: `${path} has no column ${name}, which the curriculum names as ${role}`,
      place: { file: path },
      hint: near === undefined ? `It has ${names.slice(0, 20).join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  const roles = detectRoles(names, dataset.columns);
  if (roles.question === undefined) {
    problems.push(missingRole(path, 'question', 'problem', names));
  }
  if (roles.answer === undefined && roles.response === undefined) {
    problems.push(missingRole(path, 'answer', 'answer', names));
  }
  if (problems.length > 0) return { problems };
  return {
    source: {
      dataset: dataset.id,
      capability: dataset.capability,
      split,
      path,
      format,
      images: dataset.images ?? dirname(path),
      columns: roles,
    },
    problems,
  };
}

const missingRole = (path: string, role: string, usual: string, names: readonly string[]): Problem => ({
  code: 'SC304',
  severity: 'error',
  message: `No column of ${path} looks like the ${role}`,
  place: { file: path },
  hint: `Name it, such as \`columns: { ${role}: ${names[0] ?? usual} }\`; the file has ${names.slice(0, 20).join(', ')}.`,
});

type Head =
  | { readonly kind: 'read'; readonly size: number; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string };

async function readHead(path: string, real: string): Promise<Head> {
  try {
    const found = await stat(real);
    if (found.isDirectory()) return { kind: 'refused', reason: `${path} is a folder, not a file` };
    if (!found.isFile()) return { kind: 'refused', reason: `${path} is not a regular file` };
    const file = await open(real, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
      return { kind: 'read', size: found.size, bytes: buffer.subarray(0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    const reason = code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : (code ?? 'unknown reason');
    return { kind: 'refused', reason: `${path} cannot be read: ${reason}` };
  }
}

/** The format of a file by its name, and of `.json` by its first character; nothing when it is not known. */
export async function formatOf(path: string, real: string): Promise<DataFormat | undefined> {
  const byName = FORMATS[extname(path).toLowerCase()];
  if (byName !== 'json') return byName;
  const head = await readHead(path, real);
  return head.kind === 'read' ? jsonFormat(head.bytes) : undefined;
}

/** A `.json` file is an array, or (as often on the Hub) JSON lines under another name. */
const jsonFormat = (head: Uint8Array): DataFormat => (firstOf(head) === 0x7b ? 'jsonl' : 'json');

const isBlank = (head: Uint8Array): boolean => firstOf(head) === undefined;

const firstOf = (head: Uint8Array): number | undefined =>
  head.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);

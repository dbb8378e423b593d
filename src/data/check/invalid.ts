import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { messageOf } from '../errors';
import type { LineIndex } from '../store/lines';
import type { Finding } from './finding';

/** Rows of a JSONL file that are not one JSON object each. Looked for only after DuckDB refused the file. */
export async function findInvalidRows(
  path: string,
  index: LineIndex,
  onFound: (finding: Finding, row: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let block = Buffer.alloc(0);
    let blockStart = 0;
    for (let row = 1; row <= index.rows; row++) {
      const { start, end } = index.span(row);
      if (start < blockStart || end > blockStart + block.length) {
        signal?.throwIfAborted();
        const wanted = Math.max(BLOCK, end - start);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, start);
        block = buffer.subarray(0, bytesRead);
        blockStart = start;
      }
      const bytes = block.subarray(start - blockStart, end - blockStart);
      const reason = reasonOf(bytes);
      if (reason === undefined) continue;
      const torn = row === index.rows && end === size && reason.kind === 'syntax';
      onFound(
        torn
          ? {
              code: 'SC310',
              severity: 'error',
              kind: 'torn',
              row,
              message: 'The last line is torn: its JSON object never ends',
              hint: 'Write the file again, or remove its last line.',
            }
          : {
              code: reason.kind === 'utf8' ? 'SC311' : 'SC310',
              severity: 'error',
              kind: reason.kind,
              row,
              message: reason.message,
            },
        row,
      );
    }
  } finally {
    await file.close();
  }
}

const BLOCK = 4 * 1024 * 1024;

interface Reason {
  readonly kind: 'utf8' | 'syntax' | 'shape' | 'keys';
  readonly message: string;
}

function reasonOf(bytes: Buffer): Reason | undefined {
  if (!isUtf8(bytes)) return { kind: 'utf8', message: 'The line holds bytes that are not UTF-8' };
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      if (countKeys(bytes) === Object.keys(value).length) return undefined;
      return { kind: 'keys', message: 'The object has one key twice' };
    }
    const what = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    return { kind: 'shape', message: `The line is ${what}, not a JSON object` };
  } catch (error) {
    // V8's message quotes the text around the fault; the first part says what is wrong.
    const said = messageOf(error).split(/, "|, \.\.\./u)[0] ?? '';
    return {
      kind: 'syntax',
      message: `The line is not JSON: ${said.charAt(0).toLowerCase()}${said.slice(1)}`,
    };
  }
}

/** Keys of the outermost object, repeated ones too: colons at its own level. The bytes are known to be JSON. */
function countKeys(bytes: Buffer): number {
  let depth = 0;
  let keys = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x3a && depth === 1) keys++;
  }
  return keys;
}

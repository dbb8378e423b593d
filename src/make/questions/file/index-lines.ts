import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { isLooseList, isLooseObject, type LooseObject } from '../reply/loose-json';
import { looseValues } from '../reply/objects';

/** A line of a file of questions: an object, or none (no JSON, or longer than 1 MB). */
export interface QuestionRow {
  /** From 1. */
  readonly line: number;
  readonly object?: LooseObject;
  /** Id of the caption that it names. */
  readonly caption?: string;
}

/** A file of questions whose lines are found by the caption that they name, and read when they are wanted. */
export interface QuestionIndex {
  readonly rows: number;
  /** Lines that name a caption, in the order of the file. */
  of(caption: string): Promise<readonly QuestionRow[]>;
  close(): Promise<void>;
}

const LONGEST = 1 << 20;
const LF = 0x0a;

/** Reads a line. */
export function questionRow(text: string, line: number): QuestionRow {
  const [value] = looseValues(text);
  const object = isLooseList(value) ? value[0] : value;
  if (!isLooseObject(object)) return { line };
  const id = NAMES.map((name) => object.get(name)).find((one) => one !== undefined && one !== null);
  const named = typeof id === 'string' || typeof id === 'number';
  return { line, object, ...(named ? { caption: String(id).trim() } : {}) };
}

const NAMES = ['caption', 'caption_id', 'example_id', 'image_id', 'source'] as const;

/** Lines with their places in the file, one after another; blank ones are left out. */
export async function* lineSpans(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<{
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly length: number;
}> {
  let held: Buffer = Buffer.alloc(0);
  let offset = 0;
  let line = 0;
  const row = (bytes: Buffer, start: number) => {
    line += 1;
    const text = bytes.length > LONGEST ? '' : bytes.toString('utf8').replace(/^\uFEFF/u, '');
    return bytes.length <= LONGEST && text.trim() === ''
      ? undefined
      : { text, line, start, length: bytes.length };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    const bytes = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer]);
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      const found = row(bytes.subarray(from, end), offset + from);
      if (found !== undefined) yield found;
      from = end + 1;
    }
    held = bytes.subarray(from);
    offset += from;
    // A line that never ends is not kept: what is left of it is no JSON either.
    if (held.length > 4 * LONGEST) {
      offset += held.length - LONGEST - 1;
      held = held.subarray(-LONGEST - 1);
    }
  }
  const last = held.length === 0 ? undefined : row(held, offset);
  if (last !== undefined) yield last;
}

/** Goes through the file once; of each line its place and a hash of its caption's id are kept: 32 bytes. */
export async function indexQuestions(path: string, signal: AbortSignal): Promise<QuestionIndex> {
  const hashes: number[] = [];
  const starts: number[] = [];
  const lengths: number[] = [];
  const numbers: number[] = [];
  for await (const { text, line, start, length } of lineSpans(path, signal)) {
    const { caption } = questionRow(text, line);
    if (caption === undefined) continue;
    hashes.push(hashOf(caption));
    starts.push(start);
    lengths.push(length);
    numbers.push(line);
  }
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b);
  const file = await open(path);
  const first = (hash: number): number => {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hashes[order[middle] ?? 0] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    rows: order.length,
    async of(caption) {
      const hash = hashOf(caption);
      const found: QuestionRow[] = [];
      for (let at = first(hash); at < order.length && hashes[order[at] ?? 0] === hash; at += 1) {
        const i = order[at] ?? 0;
        const text = await readSpan(file, starts[i] ?? 0, lengths[i] ?? 0);
        const row = questionRow(text, numbers[i] ?? 0);
        if (row.caption === caption) found.push(row);
      }
      return found;
    },
    close: () => file.close(),
  };
}

const hashOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);

async function readSpan(file: FileHandle, start: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/u, '');
}

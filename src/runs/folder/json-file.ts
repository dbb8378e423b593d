import { closeSync, fstatSync, openSync, readFileSync, readSync, type Stats } from 'node:fs';
import { basename } from 'node:path';

import { errorCode, errorText } from '../codes';
import type { Check } from './check';
import { openToRead, READ } from './open';

export type Reading<T> = { readonly ok: true; readonly value: T } | Unread;
export interface Unread {
  readonly ok: false;
  /** The file is not there at all. */
  readonly missing: boolean;
  readonly reason: string;
}

/**
 * Reads a JSON file that anybody may have written. Never throws: a missing, torn, oversized or foreign file is a
 * reason in words.
 */
export async function readJsonFile<T>(path: string, check: Check<T>, maxBytes: number): Promise<Reading<T>> {
  const name = basename(path);
  let raw: string;
  try {
    const file = await openToRead(path);
    try {
      const stranger = strange(name, await file.stat(), maxBytes);
      if (stranger !== undefined) return stranger;
      raw = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return unreadable(name, error);
  }
  return parseJson(raw, name, check);
}

/** The same without waiting: a tenth of the effort where thousands of small files are read. */
export function readJsonFileSync<T>(path: string, check: Check<T>, maxBytes: number): Reading<T> {
  const name = basename(path);
  let raw: string;
  try {
    const file = openSync(path, READ);
    try {
      const small = readSmall(file);
      const stranger = small === undefined ? strange(name, fstatSync(file), maxBytes) : undefined;
      if (stranger !== undefined) return stranger;
      raw = small ?? readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return unreadable(name, error);
  }
  return parseJson(raw, name, check);
}

let scratch: Buffer | undefined;

/** A file that fits into one read, which nearly all do; nothing for a larger one, or what is no file. */
function readSmall(file: number): string | undefined {
  scratch ??= Buffer.allocUnsafe(64 * 1024);
  try {
    const bytes = readSync(file, scratch, 0, scratch.length, 0);
    return bytes === 0 || bytes === scratch.length ? undefined : scratch.toString('utf8', 0, bytes);
  } catch {
    return undefined;
  }
}

function strange(name: string, stat: Stats, maxBytes: number): Unread | undefined {
  if (!stat.isFile()) return unread(`${name} is not a file`);
  return stat.size > maxBytes
    ? unread(`${name} is larger (${stat.size} bytes) than such a file can be`)
    : undefined;
}

const unreadable = (name: string, error: unknown): Unread =>
  errorCode(error) === 'ENOENT'
    ? { ok: false, missing: true, reason: `${name} is missing` }
    : unread(`${name} cannot be read: ${errorText(error)}`);

export function parseJson<T>(raw: string, name: string, check: Check<T>): Reading<T> {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return unread(raw.trim() === '' ? `${name} is empty` : `${name} is torn or not JSON`);
  }
  const complaint = check(value, name);
  return complaint === undefined ? { ok: true, value: value as T } : unread(complaint);
}

const unread = (reason: string): Unread => ({ ok: false, missing: false, reason });

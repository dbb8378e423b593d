import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { inflateSync } from 'node:zlib';

/**
 * When the commit was made that a git checkout stands on; where its commit cannot be read, a time that it is certainly
 * not younger than (of its last checkout). Reads git's own files and runs nothing: a repository's configuration could
 * name programs. Nothing for a folder that is no checkout.
 */
export async function headTime(folder: string): Promise<Date | undefined> {
  const git = await gitFolder(join(folder, '.git'));
  if (git === undefined) return undefined;
  const commit = await headCommit(git);
  const text = commit === undefined ? undefined : await commitText(git, commit);
  return timeIn(/^committer [^\n]*> (\d{1,12}) [+-]\d{4}$/m.exec(text ?? '')?.[1]) ?? (await lastMove(git));
}

const timeIn = (seconds: string | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(Number(seconds) * 1000);

/** `.git` itself, or the folder that a file of that name points to. */
async function gitFolder(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return path;
  const target = /^gitdir: (.{1,4096})$/m.exec(found?.isFile() === true ? await smallText(path) : '')?.[1];
  if (target === undefined) return undefined;
  return isAbsolute(target) ? target : join(path, '..', target);
}

const MOST_BYTES = 16 * 2 ** 20;

async function smallText(path: string): Promise<string> {
  try {
    return (await readBytes(path)).toString('utf8');
  } catch {
    return '';
  }
}

/** Rejects for what is no regular file of sensible size: pipes and devices have no end. */
async function readBytes(path: string): Promise<Buffer> {
  await checkRegular(path, MOST_BYTES);
  return readFile(path);
}

async function checkRegular(path: string, most = Infinity): Promise<void> {
  const info = await stat(path);
  if (!info.isFile() || info.size > most) throw new Error(`${path} is no file of git`);
}

const HASH = /^[0-9a-f]{40}$/;
/** Names of references have no `..` and stay below `refs`. */
const REF = /^ref: (refs\/(?!.*\.\.)[\w./-]{1,500})$/;

async function headCommit(git: string): Promise<string | undefined> {
  const head = (await smallText(join(git, 'HEAD'))).trim();
  if (HASH.test(head)) return head;
  const name = REF.exec(head)?.[1];
  if (name === undefined) return undefined;
  const loose = (await smallText(join(git, name))).trim();
  if (HASH.test(loose)) return loose;
  const line = (await smallText(join(git, 'packed-refs')))
    .split('\n')
    .find((one) => one.endsWith(` ${name}`));
  const packed = line?.slice(0, 40) ?? '';
  return HASH.test(packed) ? packed : undefined;
}

async function commitText(git: string, commit: string): Promise<string | undefined> {
  try {
    const loose = join(git, 'objects', commit.slice(0, 2), commit.slice(2));
    return inflated(await readBytes(loose));
  } catch {
    return packed(join(git, 'objects', 'pack'), commit).catch(() => undefined);
  }
}

const inflated = (bytes: Uint8Array): string =>
  inflateSync(bytes, { maxOutputLength: 2 ** 20 }).toString('utf8');

const MOST_PACKS = 64;
/** A commit is a few lines; more of a pack is not read. */
const COMMIT_BYTES = 64 * 1024;

async function packed(folder: string, commit: string): Promise<string | undefined> {
  const indexes = (await readdir(folder)).filter((name) => name.endsWith('.idx')).slice(0, MOST_PACKS);
  for (const name of indexes) {
    const offset = await withFile(join(folder, name), (file) => offsetIn(file, commit));
    if (offset === undefined) continue;
    return withFile(join(folder, name.replace(/\.idx$/, '.pack')), (file) => commitAt(file, offset));
  }
  return undefined;
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  await checkRegular(path);
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

const FANOUT = 8;
const NAMES = FANOUT + 256 * 4;

/** Where a pack holds an object, by its index of version 2: fan-out, sorted names, checksums, offsets. */
async function offsetIn(file: FileHandle, commit: string): Promise<number | undefined> {
  const head = await bytesAt(file, 0, NAMES);
  if (head.length < NAMES || head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2)
    return undefined;
  const wanted = Buffer.from(commit, 'hex');
  const first = wanted[0] ?? 0;
  let low = first === 0 ? 0 : head.readUInt32BE(FANOUT + (first - 1) * 4);
  let high = head.readUInt32BE(FANOUT + first * 4);
  const total = head.readUInt32BE(FANOUT + 255 * 4);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = wanted.compare(await bytesAt(file, NAMES + middle * 20, 20));
    if (order === 0) {
      const at = await bytesAt(file, NAMES + total * 24 + middle * 4, 4);
      const offset = at.readUInt32BE(0);
      // Offsets beyond 2 GiB stand in a table of their own.
      return offset >= 0x80000000 ? undefined : offset;
    }
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}

const COMMIT = 1;

/** The text of a commit in a pack; nothing where it is kept as a difference from another. */
async function commitAt(file: FileHandle, offset: number): Promise<string | undefined> {
  const bytes = await bytesAt(file, offset, COMMIT_BYTES);
  let at = 0;
  const type = ((bytes[0] ?? 0) >> 4) & 7;
  while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
  return type === COMMIT ? inflated(bytes.subarray(at + 1)) : undefined;
}

/** The last line of the log of HEAD: when it last moved to where it stands. */
async function lastMove(git: string): Promise<Date | undefined> {
  const line = (await smallText(join(git, 'logs', 'HEAD'))).trimEnd().split('\n').at(-1) ?? '';
  return timeIn(/> (\d{1,12}) [+-]\d{4}(?:\t|$)/.exec(line)?.[1]);
}

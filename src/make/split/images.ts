import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { asText, lookAtImage } from '../../data';
import { errorCode } from '../../protocol';
import { journalSql } from '../decide/load';
import type { WorkDatabase } from '../decide/work-database';
import { inFlight } from '../in-flight';
import { Journal } from '../journal';
import { workFile } from '../layout';
import type { MakeContext } from '../types';

/** A line of the file that keeps hashes of images from one make to the next. */
interface Hashed {
  readonly path: string;
  readonly size: number;
  /** Milliseconds. */
  readonly mtime: number;
  readonly hash: string;
}

const AT_ONCE = 8;

/**
 * Table `image`: `path`, the SHA-256 of its content (`hash`, 32 hex digits), or why it cannot be used (`fault`), of every
 * image of the candidates (table `c`). An image is read again only when its size or time has changed.
 */
export async function hashImages(context: MakeContext, work: WorkDatabase): Promise<void> {
  const file = workFile(context.made.to, 'images-1.jsonl');
  await work.run('CREATE TABLE image (path VARCHAR, hash VARCHAR, fault VARCHAR)');
  const types = { path: 'VARCHAR', size: 'DOUBLE', mtime: 'DOUBLE', hash: 'VARCHAR' };
  const known = existsSync(file)
    ? `(SELECT path, arg_max(size, line) AS size, arg_max(mtime, line) AS mtime, arg_max(hash, line) AS hash FROM ${journalSql(file, types)} WHERE hash IS NOT NULL GROUP BY path)`
    : '(SELECT NULL::VARCHAR AS path, 0.0::DOUBLE AS size, 0.0::DOUBLE AS mtime, NULL::VARCHAR AS hash LIMIT 0)';
  const paths = work.batches(`
    SELECT p.path, k.size, k.mtime, k.hash
      FROM (SELECT DISTINCT unnest(q.images) AS path FROM c JOIN q USING (n)) p LEFT JOIN ${known} k USING (path)`);
  const journal = new Journal<Hashed>(file);
  const table = await work.appender('image');
  const text = (value: string | undefined): void => {
    if (value === undefined) table.appendNull();
    else table.appendVarchar(value);
  };
  try {
    await inFlight(
      each(paths),
      AT_ONCE,
      async ([path, size, mtime, hash]) => {
        const seen = await hashOf(
          asText(path),
          hash === null || hash === undefined
            ? undefined
            : { size: Number(size), mtime: Number(mtime), hash: asText(hash) },
        );
        if (seen.kind === 'new') journal.append({ path: asText(path), ...seen.hashed });
        text(asText(path));
        text(seen.kind === 'fault' ? undefined : seen.hashed.hash);
        text(seen.kind === 'fault' ? seen.words : undefined);
        table.endRow();
      },
      context.signal,
    );
  } finally {
    table.closeSync();
    journal.close();
  }
}

async function* each<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch;
}

type Seen =
  | { readonly kind: 'known' | 'new'; readonly hashed: Omit<Hashed, 'path'> }
  | { readonly kind: 'fault'; readonly words: string };

async function hashOf(path: string, known: Omit<Hashed, 'path'> | undefined): Promise<Seen> {
  try {
    const { size, mtimeMs: mtime } = await stat(path);
    if (known?.size === size && known.mtime === mtime) return { kind: 'known', hashed: known };
    const look = await lookAtImage({ kind: 'file', path });
    if (look.kind !== 'image')
      return {
        kind: 'fault',
        words: look.kind === 'missing' ? 'an image is missing' : 'an image cannot be read',
      };
    const digest = createHash('sha256');
    for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
    return { kind: 'new', hashed: { size, mtime, hash: digest.digest('hex').slice(0, 32) } };
  } catch (error) {
    const missing = ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
    return { kind: 'fault', words: missing ? 'an image is missing' : 'an image cannot be read' };
  }
}

import { existsSync } from 'node:fs';
import { asText } from '../../data';
import { journalSql } from '../decide/load';
import type { WorkDatabase } from '../decide/work-database';
import { inFlight } from '../in-flight';
import { Journal } from '../journal';
import { hashPicture, picturesFile, type Hashed } from '../pictures/hash';
import type { MakeContext } from '../types';

const AT_ONCE = 8;

/**
 * Table `image`: `path`, the SHA-256 of its content (`hash`, 32 hex digits), or why it cannot be used (`fault`), of every
 * image of the candidates (table `c`). An image is read again only when its size or time has changed.
 */
export async function hashImages(context: MakeContext, work: WorkDatabase): Promise<void> {
  const file = picturesFile(context.made.to);
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
        const file = asText(path);
        const seen = await hashPicture(
          file,
          (stamp) => hash !== null && stamp.size === Number(size) && stamp.mtime === Number(mtime),
        );
        if (seen.kind === 'new') journal.append({ path: file, ...seen.hashed });
        text(file);
        text(seen.kind === 'fault' ? undefined : seen.kind === 'new' ? seen.hashed.hash : asText(hash));
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

import { findDuplicates } from '../duplicates';
import { hashImages } from '../split';
import type { MakeContext } from '../types';
import type { WorkDatabase } from './work-database';

/**
 * Tables `c` (what is kept by the condition or by a person), `k` (the same with its images by content: `hashes`,
 * `image_key`, and why one of them cannot be used, `fault`) and `d` (those that equal an earlier one, `of`).
 */
export async function findCandidates(context: MakeContext, work: WorkDatabase): Promise<void> {
  const { source, split, duplicates } = context.made.make;
  const own = source.kind === 'own';
  await work.run(`
    CREATE TABLE c AS SELECT v.n, h.decision AS by_hand
      FROM v JOIN q USING (n) LEFT JOIN h ON h.id = q.id WHERE v.kept OR h.decision = 'keep'`);
  // Rows that are only rated all stay, so that nothing of their images need be known but where they are split.
  if (own && split.val + split.test === 0) {
    await work.run('CREATE TABLE image (path VARCHAR, hash VARCHAR, fault VARCHAR)');
  } else await hashImages(context, work);
  await work.run(`
    CREATE TABLE k AS SELECT c.n, c.by_hand, coalesce(i.hashes, []) AS hashes,
        coalesce(array_to_string(i.hashes, '+'), '') AS image_key, ${own ? 'NULL' : 'i.fault'} AS fault
      FROM c LEFT JOIN (
        SELECT n, list_sort(list(DISTINCT hash) FILTER (hash IS NOT NULL)) AS hashes, min(fault) AS fault
          FROM (SELECT q.n, unnest(q.images) AS path FROM c JOIN q USING (n)) JOIN image USING (path) GROUP BY n) i
      USING (n)`);
  if (own) await work.run('CREATE TABLE d (n BIGINT, of BIGINT)');
  else await findDuplicates(work, duplicates);
}

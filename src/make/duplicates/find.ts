import { asText } from '../../data';
import type { WorkDatabase } from '../decide/work-database';
import { Group } from './group';

/**
 * Table `d`: of every candidate (table `k`: `n`, `image_key`, `fault`, `by_hand`) that equals an earlier one, that one's `n`
 * (`of`). Questions are compared with those about the same images, and those without an image with one another; the
 * first in order stays. The same question id is the same question, whatever a person says. Rows are read in the order
 * of their images: memory holds the questions of one image.
 */
export async function findDuplicates(work: WorkDatabase, threshold: number): Promise<void> {
  await work.run('CREATE TABLE d (n BIGINT, of BIGINT)');
  await work.run(`
    INSERT INTO d SELECT n, first FROM (
      SELECT c.n, min(c.n) OVER (PARTITION BY q.id) AS first FROM k AS c JOIN q USING (n) WHERE c.fault IS NULL) WHERE n <> first`);
  const rows = work.batches(`
    SELECT c.n, c.image_key, q.question,
        CASE WHEN len(q.options) > 0 AND length(q.answer) = 1
          THEN coalesce(q.options[ascii(q.answer) - 64], q.answer) ELSE q.answer END,
        coalesce(c.by_hand = 'keep', false)
      FROM k AS c JOIN q USING (n) WHERE c.fault IS NULL AND c.n NOT IN (SELECT n FROM d) ORDER BY c.image_key, c.n`);
  const found = await work.appender('d');
  try {
    let key: unknown;
    let group = new Group(threshold);
    for await (const batch of rows) {
      for (const [n, image, question, answer, always] of batch) {
        if (image !== key) {
          key = image;
          group = new Group(threshold);
        }
        const of = group.add(Number(n), asText(question), asText(answer), always === true);
        if (of === undefined) continue;
        found.appendBigInt(BigInt(Number(n)));
        found.appendBigInt(BigInt(of));
        found.endRow();
      }
    }
  } finally {
    found.closeSync();
  }
}

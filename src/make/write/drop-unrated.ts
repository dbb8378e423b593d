import { asText } from '../../data';
import type { FunnelStep } from '../../protocol';
import type { WorkDatabase } from '../decide';
import { Funnel } from '../decide';
import type { MakeContext } from '../types';

const NONE = 'no rollout of it came';
const UNGRADED = 'no rollout of it could be graded';

/**
 * Rows that should have a pass rate and have none fall (in table `dec`), since nothing is known of them: a server that
 * did not answer makes no row hard. Rows that are only rated all stay. Gives the funnel with the step.
 */
export async function dropUnrated(
  { made }: MakeContext,
  work: WorkDatabase,
  funnel: readonly FunnelStep[],
): Promise<readonly FunnelStep[]> {
  if (made.difficulty === undefined) return funnel;
  const kept = funnel.at(-1)?.out ?? 0;
  const steps = new Funnel();
  steps.start(kept);
  if (made.make.source.kind !== 'own') {
    await work.run(`
      CREATE TABLE unrated AS SELECT dec.n, dec.q, CASE WHEN coalesce(len(list_filter(r.predictions, lambda p: p <> '')), 0) = 0 THEN '${NONE}' ELSE '${UNGRADED}' END AS reason
        FROM dec LEFT JOIN share ON share.n = dec.n LEFT JOIN r ON r.n = dec.n WHERE dec.kept AND share.rate IS NULL`);
    for await (const batch of work.batches('SELECT q, reason FROM unrated ORDER BY n'))
      for (const [q, reason] of batch) steps.drop(asText(q), { step: 'rate', reason: asText(reason) });
    await work.run(`
      UPDATE dec SET kept = false, split = NULL, step = 'rate', reason = unrated.reason FROM unrated WHERE dec.n = unrated.n`);
  }
  return [...funnel, ...steps.finish(new Set(['rate']))];
}

import { attributeSet } from '../audit';
import { ensureRunSet } from '../results';
import type { RunManifest, RunView } from '../runs';
import { progressLine } from './attribute';
import { openChosen } from './chat-option';
import { UserError } from './command';
import { userFault } from './fault';
import { setsOf } from './find-set';
import type { Terminal } from './terminal';
import { findWorkspace } from './workspace';

/**
 * What the curriculum's `audit` asks for besides the arms that the run has answered: results of another program are
 * imported, and a judge reads the failures. Returns why something of it could not be done, a sentence each: the report
 * is written all the same, and doing it again asks only for what is missing.
 */
export async function attributeRun(
  run: RunView,
  manifest: RunManifest,
  terminal: Terminal,
): Promise<readonly string[]> {
  const { curriculum } = manifest.plan;
  const { audit } = curriculum;
  if (audit === undefined) return [];
  const workspace = findWorkspace(manifest.root);
  const failed: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      const fault = userFault(error);
      if (fault === undefined) throw error;
      failed.push(`${what}: ${fault.message}${fault.hint === undefined ? '' : `; ${fault.hint}`}`);
      return undefined;
    }
  };
  const sets: string[] = [];
  const own = await attempt('the run’s own predictions', () => ensureRunSet(run.dir));
  if (own !== undefined) sets.push(own);
  const { from } = audit;
  if (from !== undefined) {
    const dirs = await attempt(`results of ${from}`, () =>
      setsOf({ kind: 'results', path: from }, workspace, terminal),
    );
    sets.push(...(dirs ?? []));
  }
  // Runs of earlier versions name one method.
  if (!((audit.methods as typeof audit.methods | undefined) ?? [audit.method]).includes('judge'))
    return failed;
  for (const set of sets) {
    await attempt('the judge', async () => {
      const { choice, client, price } = openChosen({}, curriculum, workspace, terminal);
      try {
        const { words, failed: left } = await attributeSet(
          {
            set,
            method: 'judge',
            model: choice,
            ...(typeof audit.limit === 'number' ? { limit: audit.limit } : {}),
          },
          {
            client,
            onProgress: (progress) => terminal.status([progressLine(progress)]),
            ...(price === undefined ? {} : { price }),
          },
        );
        terminal.out(words);
        if (left > 0) throw new UserError(`${left} failures or controls have no verdict yet`);
      } finally {
        await client.close();
      }
    });
  }
  return failed;
}

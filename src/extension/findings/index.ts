import type { FromMonitor } from '../../protocol';
import { EDITOR_NOTIFICATIONS, type FindingsParams } from '../../protocol';
import type { Parts } from '../context';
import { openKey } from './open-key';

type FindingsEvent = Extract<FromMonitor, { readonly type: 'findings' }>;

/** What was found in runs, at the curricula that they are of. */
export interface RunFindings {
  /** Opens the curriculum of a run at the key that is responsible for a finding. Throws a `Refusal` when it cannot. */
  openKey(run: string, stage: string | undefined, key: string): Promise<void>;
}

/**
 * Hands what the log doctor finds to the language server, which shows it at the responsible keys: of each curriculum
 * what was found in its newest run. It goes when that run goes, or a newer one starts.
 */
export function runFindings(parts: Parts): RunFindings {
  const { monitor, runs, server, disposables } = parts;
  /** By curriculum. */
  const held = new Map<string, FindingsParams>();
  const tell = (params: FindingsParams): void => server.notify(EDITOR_NOTIFICATIONS.findings, params);

  const take = ({ file, run, findings }: FindingsEvent): void => {
    const params = { file, run, findings };
    held.set(file, params);
    tell(params);
  };
  const clear = ({ file, run }: FindingsParams): void => {
    held.delete(file);
    tell({ file, run, findings: [] });
  };

  disposables.add(
    monitor.onEvent((event) => {
      if (event.type === 'findings') take(event);
    }),
  );
  disposables.add(
    runs.onChanged(({ changed, removed }) => {
      for (const one of [...held.values()]) if (removed.includes(one.run)) clear(one);
      for (const { file, dir, created } of changed) {
        const older = file === undefined ? undefined : held.get(file);
        if (older === undefined || older.run === dir) continue;
        const before = runs.get(older.run)?.created;
        if (before === undefined || created > before) clear(older);
      }
    }),
  );
  // A server that was started anew knows of none.
  disposables.add(
    server.onRunning(() => {
      for (const params of held.values()) tell(params);
    }),
  );
  return {
    openKey: (run, stage, key) => openKey(parts, { run, key, ...(stage === undefined ? {} : { stage }) }),
  };
}

import { l10n, type LogOutputChannel } from 'vscode';
import type { FromMonitor, MonitorCalls } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { holdProcess, type HeldProcess } from '../process';

/** The process for everything about runs. */
export type Monitor = HeldProcess<MonitorCalls, FromMonitor>;

/** Holds the one monitor of this window; `module` is the absolute path of its bundle. */
export const runMonitor = (host: {
  readonly module: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: LogOutputChannel;
}): Monitor =>
  holdProcess<MonitorCalls, FromMonitor>({
    ...host,
    words: {
      name: 'Run monitor',
      ended: () => l10n.t('The run monitor has ended while it was asked. Try again.'),
      restarted: () => l10n.t('The run monitor was restarted while it was asked. Try again.'),
      down: () =>
        l10n.t(
          'The run monitor ended five times in three minutes and stays down. Runs go on without it; its output says why.',
        ),
      restart: () => ({ title: l10n.t('Restart Run Monitor'), command: COMMAND_IDS.restartMonitor }),
    },
  });

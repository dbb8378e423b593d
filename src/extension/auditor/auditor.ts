import { l10n, type LogOutputChannel } from 'vscode';
import type { AuditCalls, FromAuditor } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { holdProcess, type EventOf, type HeldProcess } from '../process';

/** The process for everything about results: it is started when somebody first asks it. */
export type Auditor = HeldProcess<AuditCalls, FromAuditor>;
export type AuditorEvent = EventOf<FromAuditor>;

/** Holds the one auditor of this window; `module` is the absolute path of its bundle. */
export const auditorProcess = (host: {
  readonly module: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: LogOutputChannel;
}): Auditor =>
  holdProcess<AuditCalls, FromAuditor>({
    ...host,
    words: {
      name: 'Auditor',
      ended: () => l10n.t('The auditor has ended while it was asked. Try again: what was written is kept.'),
      restarted: () => l10n.t('The auditor was restarted while it was asked. Try again.'),
      down: () =>
        l10n.t('The auditor ended five times in three minutes and stays down. Its output says why.'),
      restart: () => ({ title: l10n.t('Restart Auditor'), command: COMMAND_IDS.restartAuditor }),
    },
  });

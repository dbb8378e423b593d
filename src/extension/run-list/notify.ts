import { commands, l10n, window } from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import type { Button } from '../refusal';
import { endings, type Ending } from './endings';
import { plainText } from './plain';
import { runName } from './words';

/** Says when a run that this window has seen live is done, has failed or was interrupted; nothing in between. */
export function notifyEndings({ runs, disposables }: Parts): void {
  const ended = endings();
  disposables.add(
    runs.onChanged(({ changed }) => {
      for (const run of ended(changed)) void tell(run);
    }),
  );
}

async function tell(run: Ending): Promise<void> {
  const name = plainText(runName(run), 80);
  const reason = plainText(run.reason ?? '');
  const dashboard: Button = { title: l10n.t('Open Dashboard'), command: COMMAND_IDS.openDashboard };
  const log: Button = { title: l10n.t('Show Log'), command: COMMAND_IDS.openRunLog };
  const resume: Button = { title: l10n.t('Resume'), command: COMMAND_IDS.resumeRun };
  const pressed = async (
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    message: string,
    buttons: readonly Button[],
  ): Promise<void> => {
    const title = await show(message, ...buttons.map((button) => button.title));
    const button = buttons.find((each) => each.title === title);
    if (button !== undefined) await commands.executeCommand(button.command, run.dir);
  };
  switch (run.state) {
    case 'done':
      return pressed(window.showInformationMessage, l10n.t('{0} is done.', name), [dashboard]);
    case 'failed':
      return pressed(window.showErrorMessage, l10n.t('{0} has failed: {1}', name, reason), [
        dashboard,
        log,
        resume,
      ]);
    case 'interrupted':
      return pressed(window.showWarningMessage, l10n.t('{0} was interrupted: {1}', name, reason), [
        resume,
        dashboard,
        log,
      ]);
  }
}

import { commands, l10n, window } from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import type { RunSummary } from '../../protocol';
import type { Parts } from '../context';
import type { Button } from '../refusal';
import { endings, type Ending } from './endings';
import { metricOf } from './figures';
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
    if (button !== undefined) await commands.executeCommand(button.command, { run: run.dir });
  };
  const browse: Button = { title: l10n.t('Browse'), command: COMMAND_IDS.browseMade };
  switch (run.state) {
    case 'done':
      if (run.make !== undefined)
        return pressed(window.showInformationMessage, madeWords(run), [browse, dashboard]);
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

/** Which data there is now, and how much of it. */
const madeWords = ({ stages, make }: RunSummary): string =>
  l10n.t(
    'Made: {0}.',
    (make?.datasets ?? [])
      .map((id) => {
        const stage = stages.find((one) => one.id === id);
        const figure = stage === undefined ? '' : metricOf(stage);
        return plainText(figure === '' ? id : `${id} (${figure})`, 120);
      })
      .join(', '),
  );

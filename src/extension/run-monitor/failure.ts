import { l10n } from 'vscode';
import type { MonitorFailure } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { Refusal } from '../refusal';

/** A call that the monitor refused, or that went wrong there, as an error in a user's words. */
export class MonitorError extends Refusal {
  readonly failure: MonitorFailure;

  constructor(failure: MonitorFailure) {
    const { message, hint, defect } = failure;
    if (defect)
      super(l10n.t('This did not work, by a fault of Stagecraft: the output says more.'), {
        title: l10n.t('Show Output'),
        command: COMMAND_IDS.showOutput,
      });
    else super(hint === undefined ? message : `${message} (${hint})`);
    this.failure = failure;
  }
}

export const failureError = (failure: MonitorFailure): MonitorError => new MonitorError(failure);

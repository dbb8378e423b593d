import { l10n } from 'vscode';
import type { MonitorFailure } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { Refusal } from '../refusal';

/** A call that a process of ours refused, or that went wrong there, as an error in a user's words. */
export class ProcessError extends Refusal {
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

export const failureError = (failure: MonitorFailure): ProcessError => new ProcessError(failure);

/** An error as a page is told of it. A fault of ours is told in the words for a user; its own are in the output. */
export const failureOf = (error: unknown): MonitorFailure =>
  error instanceof ProcessError && error.failure.defect !== true
    ? error.failure
    : { message: error instanceof Error ? error.message : String(error) };

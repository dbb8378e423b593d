import { commands, Uri } from 'vscode';
import { errorText, type MadePageAction, type MadeSet } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import { Refusal, showError } from '../refusal';
import type { ShownMade } from './state';

/** The browser that asks: what it shows, and what it was told of. */
export interface AskingMade {
  readonly state: ShownMade;
  readonly sets: readonly MadeSet[];
}

/** Does what a page asks the editor for; what cannot be done is told in a message. */
export async function act(parts: Parts, action: MadePageAction, asking: AskingMade): Promise<void> {
  try {
    await perform(action, asking);
  } catch (error) {
    if (!(error instanceof Refusal)) parts.log.error(errorText(error));
    await showError(errorText(error), error instanceof Refusal ? error.buttons : []);
  }
}

async function perform(action: MadePageAction, { state, sets }: AskingMade): Promise<void> {
  const uri = Uri.file(state.file);
  switch (action.action) {
    case 'make':
      await commands.executeCommand(COMMAND_IDS.make, {
        uri: uri.toString(),
        dataset: action.dataset,
        ...(state.variant === undefined ? {} : { variant: state.variant }),
      });
      return;
    case 'openCurriculum':
      await commands.executeCommand('vscode.open', uri);
      return;
    case 'showFolder':
      // A folder that the auditor has told of, whatever a page says.
      if (sets.some(({ dir }) => dir === action.dir))
        await commands.executeCommand('revealFileInOS', Uri.file(action.dir));
      return;
  }
}

import { commands, window } from 'vscode';
import { plainText } from './run-list/plain';

/** A button of a message: what it says and the command behind it. */
export interface Button {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** A command that will not act, in a sentence for the user: what is wrong and, as buttons, what to do about it. */
export class Refusal extends Error {
  readonly buttons: readonly Button[];

  constructor(message: string, ...buttons: readonly Button[]) {
    super(message);
    this.buttons = buttons;
  }
}

/**
 * Shows an error's sentence with buttons and runs the command of the one that was pressed. The sentence may hold words
 * of a file: they are shown as they are, never as links.
 */
export async function showError(message: string, buttons: readonly Button[]): Promise<void> {
  const pressed = await window.showErrorMessage(
    plainText(message, 1000),
    ...buttons.map(({ title }) => title),
  );
  const button = buttons.find(({ title }) => title === pressed);
  if (button) await commands.executeCommand(button.command, ...(button.arguments ?? []));
}

import { l10n, Uri, window, workspace } from 'vscode';
import type { StageCommand } from '../../protocol';
import { stageCommand } from './argument';
import { Refusal } from '../refusal';

/** What a command is about: its argument, else the curriculum in the active editor. Throws a `Refusal` without one. */
export function targetOf(argument: unknown): StageCommand {
  const given = stageCommand(argument);
  if (given) return given;
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'curriculum') return { uri: document.uri.toString() };
  throw new Refusal(
    l10n.t('Open a curriculum file first: this command is about the one in the active editor.'),
  );
}

/** The name of a file without its folders and the endings of a curriculum. */
export const shortName = (uri: string): string =>
  (Uri.parse(uri).path.split('/').at(-1) ?? '').replace(/(\.curriculum)?\.ya?ml$/, '');

/** The text document of a curriculum, opened when it is not. */
export const documentOf = ({ uri }: StageCommand) => workspace.openTextDocument(Uri.parse(uri));

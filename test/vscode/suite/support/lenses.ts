import * as vscode from 'vscode';
import { rangeOf } from './editing';
import { until } from './until';

/** Lenses that are resolved at once; more than any curriculum here has. */
const ALL = 100;

/** Every lens of a document, with its command. */
export const lensesOf = ({ uri }: vscode.TextDocument): Thenable<vscode.CodeLens[]> =>
  vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, ALL);

/** Waits for the lens with a title at the line of some words, and returns its command. */
export async function lens(
  document: vscode.TextDocument,
  words: string,
  title: RegExp,
): Promise<vscode.Command> {
  const { line } = rangeOf(document, words).start;
  let titles: (string | undefined)[] = [];
  return until(
    `a lens ${title.source} at "${words}"`,
    async () => {
      const all = await lensesOf(document);
      titles = all.map(({ command, range }) => `${range.start.line}: ${command?.title ?? 'no command'}`);
      return all.find(({ command, range }) => range.start.line === line && title.test(command?.title ?? ''))
        ?.command;
    },
    { seen: () => titles },
  );
}

/** Does what a click on a lens does. */
export const click = ({ command, arguments: values = [] }: vscode.Command): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...(values as unknown[]));

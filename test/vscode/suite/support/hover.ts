import * as vscode from 'vscode';
import { until } from './until';

/** What a hover at a place shows, as markdown. */
export async function hoverText({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (part instanceof vscode.MarkdownString ? part.value : JSON.stringify(part)))
    .join('\n');
}

/** Waits for a hover that holds some words: facts of data files come when they are known. */
export function hoverWith(
  document: vscode.TextDocument,
  position: vscode.Position,
  words: string,
): Promise<string> {
  let shown = '';
  return until(
    `a hover with "${words}"`,
    async () => {
      shown = await hoverText(document, position);
      return shown.includes(words) && shown;
    },
    { seen: () => shown },
  );
}

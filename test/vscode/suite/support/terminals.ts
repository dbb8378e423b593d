import * as vscode from 'vscode';
import { until } from './until';

/** Waits for a terminal by its name. */
export const terminal = (name: string): Promise<vscode.Terminal> =>
  until(`the terminal ${name}`, () => vscode.window.terminals.find((one) => one.name === name), {
    seen: () => vscode.window.terminals.map((one) => one.name),
  });

/** What a terminal shows, scrolled out of sight or not: read as a user would copy it. */
export async function terminalText(of: vscode.Terminal): Promise<string> {
  of.show();
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
  return vscode.env.clipboard.readText();
}

/** Waits until a terminal shows something. */
export async function terminalWith(of: vscode.Terminal, words: RegExp, ms = 20_000): Promise<string> {
  let seen = '';
  return until(
    `${words.source} in ${of.name}`,
    async () => {
      seen = await terminalText(of);
      return words.test(seen) && seen;
    },
    { ms, seen: () => seen },
  );
}

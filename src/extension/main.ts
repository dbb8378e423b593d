import { window, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands/table';
import type { Ctx } from './context';
import { Disposables } from './disposables';
import { languageServer } from './client/language-server';
import { serverStatus } from './client/status';
import { planTexts } from './preview/texts';
import { registerTasks } from './run/provider';

/** Puts the extension together. The language server starts once the editor is done with this. */
export function activate(extension: ExtensionContext): void {
  const disposables = new Disposables();
  extension.subscriptions.push(disposables);
  const log = disposables.add(window.createOutputChannel('Stagecraft', { log: true }));
  const server = disposables.add(languageServer(extension, log, serverStatus(disposables)));
  const ctx: Ctx = { extension, disposables, log, server, planTexts: planTexts(server, disposables) };
  registerCommands(ctx);
  registerTasks(ctx);
  const starting = setImmediate(() => void server.start());
  disposables.add({ dispose: () => clearImmediate(starting) });
}

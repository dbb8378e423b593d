import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Disposables } from './disposables';
import type { LanguageServer } from './client/language-server';
import type { PlanTexts } from './preview/texts';

/** What every command and view is handed: the one place that knows all parts of the extension. */
export interface Ctx {
  readonly extension: ExtensionContext;
  readonly disposables: Disposables;
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly planTexts: PlanTexts;
}

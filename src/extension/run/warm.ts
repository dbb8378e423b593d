import { window, workspace, type TextDocument } from 'vscode';
import type { Parts } from '../context';
import { setting } from '../settings';
import { rootOf } from './root';

/** Milliseconds that a curriculum is looked at before anything is prepared for it: passing by costs nothing. */
const LOOK_MS = 500;

/**
 * Prepares the monitor for a click on Run: it reads the curriculum in the active editor and opens its data before it
 * is asked. Only where that click may be, so in trusted workspaces, and not where data is to be left alone until then;
 * what goes wrong here the click will say.
 */
export function warmCurricula({ monitor, runs, disposables }: Parts): void {
  const warmed = new WeakSet<TextDocument>();
  let timer: NodeJS.Timeout | undefined;
  const warm = async (document: TextDocument): Promise<void> => {
    if (warmed.has(document) || document.isClosed) return;
    warmed.add(document);
    const root = rootOf(document.uri);
    await runs.watchRoot(root);
    await runs.start();
    await monitor.ask('warm', { root, file: document.uri.fsPath });
  };
  const look = (): void => {
    clearTimeout(timer);
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== 'curriculum' || document.uri.scheme !== 'file') return;
    if (!workspace.isTrusted || setting('checkData') === 'never') return;
    timer = setTimeout(() => void warm(document).catch(() => undefined), LOOK_MS);
  };
  disposables.add(window.onDidChangeActiveTextEditor(look));
  disposables.add(workspace.onDidGrantWorkspaceTrust(look));
  disposables.add({ dispose: () => clearTimeout(timer) });
  look();
}

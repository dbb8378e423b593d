import * as vscode from 'vscode';
import { until } from './until';

/** The extension under test. */
export function stagecraft(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('stagecraft.stagecraft');
  if (extension === undefined) throw new Error('VS Code does not have the extension stagecraft.stagecraft');
  return extension;
}

/** Waits until the extension has been activated by what happened in the editor, not by us. */
export const active = (): Promise<true> =>
  until('the activated extension', () => stagecraft().isActive || undefined);

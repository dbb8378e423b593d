import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspace, type Uri } from 'vscode';

/**
 * The folder whose `.stagecraft` a curriculum's runs lie in: its workspace folder; outside of the workspace, as on the
 * command line, the nearest folder above it that has one, else its own.
 */
export function rootOf(uri: Uri): string {
  return workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? nearestRoot(dirname(uri.fsPath));
}

function nearestRoot(own: string): string {
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.stagecraft'))) return folder;
    if (dirname(folder) === folder) return own;
  }
}

import { commands, l10n, Uri, workspace } from 'vscode';
import type { Ctx } from '../../context';
import { chosenSet } from '../chosen';

/** Shows an audit's folder in the explorer where it is below an opened folder, else in the system's file manager. */
export async function showAuditFolder(ctx: Ctx, argument: unknown): Promise<void> {
  const set = await chosenSet(ctx, argument, l10n.t('Show the folder of which audit?'));
  if (set === undefined) return;
  const folder = Uri.file(set.dir);
  const inside = workspace.getWorkspaceFolder(folder) !== undefined;
  await commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', folder);
}

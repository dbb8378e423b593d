import { basename, join } from 'node:path';
import { commands, l10n, Uri, window } from 'vscode';
import type { Ctx } from '../../context';
import { askWithProgress } from '../../process';
import { plainText } from '../plain';
import { runName } from '../words';
import { chosenRun } from './chosen';

/** Writes a zip for a bug report where the user wants it: no data, no secrets. */
export async function debugBundle(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(ctx, argument, l10n.t('Make a debug bundle of which run?'));
  if (run === undefined) return;
  const output = await window.showSaveDialog({
    title: l10n.t('Debug bundle of {0}', plainText(runName(run), 60)),
    saveLabel: l10n.t('Save Bundle'),
    defaultUri: Uri.file(join(run.root, `${basename(run.dir)}.zip`)),
    filters: { Zip: ['zip'] },
  });
  if (output === undefined) return;
  const made = await askWithProgress(ctx.monitor, l10n.t('Packing {0}', plainText(run.id, 60)), 'bundle', {
    run: run.dir,
    output: output.fsPath,
  });
  if (made === undefined) return;
  const open = l10n.t('Show Folder');
  const message = l10n.t(
    'The bundle has {0} files, without data and secrets. Its README says what is in it and what was left out.',
    made.files.length,
  );
  if ((await window.showInformationMessage(message, open)) === open)
    await commands.executeCommand('revealFileInOS', output);
}

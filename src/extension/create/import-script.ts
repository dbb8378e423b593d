import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { l10n, ProgressLocation, Uri, window, workspace, WorkspaceEdit, Position } from 'vscode';
import { askCommandLine } from '../command-line/ask';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { readAdopted } from './adopted';

/**
 * Makes a curriculum of an EasyR1 launch script or configuration: of the argument (a Uri), else of a file that the
 * user picks. The script is read, never run, so that no trust is needed. The curriculum is opened unsaved beside it.
 */
export async function importScript(ctx: Ctx, argument: unknown): Promise<void> {
  const script = argument instanceof Uri ? argument : await pickScript();
  if (script === undefined) return;
  if (script.scheme !== 'file')
    throw new Refusal(l10n.t('A script can only be read from the disk of this machine.'));
  const folder = dirname(script.fsPath);
  const said = await window.withProgress(
    {
      location: ProgressLocation.Window,
      title: l10n.t('Reading {0}', plainText(basename(script.fsPath), 60)),
    },
    () => askCommandLine(ctx, ['import', '--json', '--', script.fsPath], folder),
  );
  const adopted = readAdopted(said);
  if (adopted === undefined)
    throw new Refusal(
      l10n.t(
        '{0} is no launch script and no configuration of EasyR1.',
        plainText(basename(script.fsPath), 60),
      ),
    );
  const uri = Uri.file(freeName(folder, basename(script.fsPath))).with({ scheme: 'untitled' });
  const document = await workspace.openTextDocument(uri);
  const edit = new WorkspaceEdit();
  edit.insert(uri, new Position(0, 0), adopted.text);
  await workspace.applyEdit(edit);
  await window.showTextDocument(document);
  const { notes } = adopted;
  if (notes.length > 0)
    void window.showInformationMessage(
      l10n.t(
        'Read from {0}. To be looked at: {1}',
        plainText(basename(script.fsPath), 60),
        plainText(notes.slice(0, 3).join(' '), 500),
      ),
    );
}

/** A name beside the script that no file has. */
function freeName(folder: string, script: string): string {
  const stem = script.replace(/\.(?:sh|bash|ya?ml)$/i, '').replace(/\.curriculum$/i, '') || 'imported';
  for (let i = 1; ; i += 1) {
    const path = join(folder, `${stem}${i === 1 ? '' : `-${i}`}.curriculum.yaml`);
    if (!existsSync(path)) return path;
  }
}

/** Whether a file may be what is meant: the dialog then begins at it. */
const isScript = ({ scheme, path }: Uri): boolean => scheme === 'file' && /\.(?:sh|bash)$/.test(path);

async function pickScript(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document.uri;
  const picked = await window.showOpenDialog({
    ...(active !== undefined && isScript(active) ? { defaultUri: active } : {}),
    title: l10n.t('Import Training Script'),
    openLabel: l10n.t('Import'),
    filters: { [l10n.t('Launch scripts and configurations')]: ['sh', 'bash', 'yaml', 'yml'] },
  });
  return picked?.[0];
}

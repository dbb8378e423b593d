import { l10n, Uri, workspace, WorkspaceEdit } from 'vscode';
import { Refusal } from '../refusal';
import { fileName } from './name';

/** Writes a new file with a curriculum's text; throws a `Refusal` when something is already there. */
export async function writeText(text: string, folder: Uri, name: string): Promise<Uri> {
  const file = Uri.joinPath(folder, fileName(name));
  const edit = new WorkspaceEdit();
  edit.createFile(file, {
    contents: new TextEncoder().encode(text),
    overwrite: false,
    ignoreIfExists: false,
  });
  if (await workspace.applyEdit(edit)) return file;
  throw new Refusal(
    l10n.t('{0} could not be created: is it already there, or the folder read-only?', file.fsPath),
  );
}

/** Where a curriculum with files goes: a folder that is not there yet, and the package that its files come from. */
export interface NewFolder {
  readonly from: Uri;
  readonly folder: Uri;
  readonly name: string;
}

/** Makes a folder with a curriculum and copies of the files it reads; throws a `Refusal` when it is already there. */
export async function writeWithFiles(
  text: string,
  files: { readonly folder: string; readonly names: readonly string[] },
  { from, folder, name }: NewFolder,
): Promise<Uri> {
  try {
    for (const each of files.names) {
      const source = Uri.joinPath(from, files.folder, each);
      await workspace.fs.copy(source, Uri.joinPath(folder, each), { overwrite: false });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(l10n.t('The example could not be copied to {0}: {1}', folder.fsPath, reason));
  }
  return writeText(text, folder, name);
}

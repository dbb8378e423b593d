import { commands, Uri, type TreeDragAndDropController } from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import { droppedPaths } from './dropped';
import type { AuditEntry } from './entry';

/** What is dropped on the Audits view is imported: files and folders of the explorer, or of the system. */
export const dropResults = (): TreeDragAndDropController<AuditEntry> => ({
  dragMimeTypes: [],
  dropMimeTypes: ['text/uri-list', 'files'],
  handleDrop: async (_, data) => {
    const list = await data.get('text/uri-list')?.asString();
    const files: string[] = [];
    data.forEach((item) => {
      const uri = item.asFile()?.uri;
      if (uri?.scheme === 'file') files.push(uri.fsPath);
    });
    const paths = list === undefined ? files : droppedPaths(list, (text) => Uri.parse(text, true).fsPath);
    // One after another: each may ask the user something.
    for (const path of new Set([...paths, ...files]))
      await commands.executeCommand(COMMAND_IDS.importResults, path);
  },
});

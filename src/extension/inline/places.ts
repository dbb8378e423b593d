import { commands, type DocumentSymbol, type Range, type TextDocument } from 'vscode';

/** Where a stage stands: the line that names it, and all of it. */
export interface StagePlace {
  readonly name: Range;
  readonly whole: Range;
}

/** The stages of a curriculum by id, as the language server sees them; undefined while it does not say. */
export async function stagePlaces({
  uri,
}: TextDocument): Promise<ReadonlyMap<string, StagePlace> | undefined> {
  const outline = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  if (outline === undefined || outline.length === 0) return undefined;
  const stages = outline.find(({ name }) => name === 'stages')?.children ?? [];
  return new Map(
    stages.map(({ name, selectionRange, range }) => [name, { name: selectionRange, whole: range }]),
  );
}

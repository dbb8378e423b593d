import { stat } from 'node:fs/promises';
import { commands, l10n, Range, Uri } from 'vscode';
import type { ItemIndex } from '../../protocol';
import type { Parts } from '../context';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';

/** A text of more bytes cannot be shown by the editor. */
const MOST_BYTES = 50_000_000;
const TEXT = /\.(?:jsonl?|csv|tsv|log|txt|md|ya?ml)$/i;

/** Opens the file that an item was read from, at its line; one that is no text is shown in its folder. */
export async function openSource(
  { auditor }: Pick<Parts, 'auditor'>,
  set: string,
  index: ItemIndex,
): Promise<void> {
  const { source } = await auditor.ask('item', { set, index });
  if (source === undefined) throw new Refusal(l10n.t('It is not known which file this item was read from.'));
  const { file, line = 1 } = source;
  const facts = await stat(file).then(
    (found) => found,
    () => undefined,
  );
  if (facts?.isFile() !== true) throw new Refusal(l10n.t('{0} is not there any more.', plainText(file)));
  const uri = Uri.file(file);
  if (!TEXT.test(file) || facts.size > MOST_BYTES) {
    await commands.executeCommand('revealFileInOS', uri);
    return;
  }
  const at = new Range(Math.max(0, line - 1), 0, Math.max(0, line - 1), 0);
  await commands.executeCommand('vscode.open', uri, { selection: at, preview: true });
}

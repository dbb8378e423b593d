import { l10n, window, workspace, Uri, type TextDocument } from 'vscode';
import { stageCommand } from '../commands/argument';
import { targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { stagePlaces } from '../inline/places';
import { Refusal } from '../refusal';

/** Reads the failures of a stage below its line: of the stage that is named, else of the one at the cursor. */
export async function browseFailuresHere(ctx: Ctx, argument: unknown): Promise<void> {
  const { uri } = targetOf(argument);
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const stage = stageCommand(argument)?.stage ?? (await stageAtCursor(document));
  if (stage === undefined) throw new Refusal(l10n.t('Put the cursor into a stage first.'));
  if (!window.visibleTextEditors.some((editor) => editor.document === document))
    await window.showTextDocument(document);
  await ctx.threads.open(document, stage);
}

async function stageAtCursor(document: TextDocument): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const at = editor.selection.active;
  return [...((await stagePlaces(document)) ?? [])].find(([, { whole }]) => whole.contains(at))?.[0];
}

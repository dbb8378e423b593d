import { commands, l10n, Uri, window, type DocumentSymbol } from 'vscode';
import type { StageCommand } from '../../protocol';
import { Refusal } from '../refusal';

/** Lets the user pick a stage of a curriculum, the one at the cursor first; nothing when they leave. */
export async function pickStage(target: StageCommand, title: string): Promise<string | undefined> {
  const stages = await namesUnder(target, 'stages');
  if (stages.length === 0) throw new Refusal(l10n.t('This curriculum has no stages yet.'));
  return window.showQuickPick(stages, { title });
}

/** Lets the user pick a variant of a curriculum; nothing when they leave. */
export async function pickVariant(target: StageCommand): Promise<string | undefined> {
  return window.showQuickPick([...(await variantsOf(target))], { title: l10n.t('Run which variant?') });
}

/** The variants of a curriculum; throws a `Refusal` when it has none. */
export async function variantsOf(target: StageCommand): Promise<readonly string[]> {
  const variants = await namesUnder(target, 'variants');
  if (variants.length === 0) throw new Refusal(l10n.t('This curriculum has no variants.'));
  return variants;
}

/** The names below a key of the curriculum's outline, the one at the cursor first. */
async function namesUnder({ uri }: StageCommand, key: string): Promise<string[]> {
  const outline = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    Uri.parse(uri),
  );
  const symbols = outline?.find(({ name }) => name === key)?.children ?? [];
  const editor = window.activeTextEditor;
  const cursor = editor?.document.uri.toString() === uri ? editor.selection.active : undefined;
  const here = symbols.filter(({ range }) => cursor !== undefined && range.contains(cursor));
  return [...here, ...symbols.filter((symbol) => !here.includes(symbol))].map(({ name }) => name);
}

import { ProgressLocation, Uri, ViewColumn, l10n, languages, window, workspace } from 'vscode';
import type { PlanTextRequest } from '../../protocol';
import { shortName, targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { PLAN_SCHEME, planUriParts } from './uri';

/** Shows the plan of a curriculum, or the commands that would start its stages, beside the editor. */
export async function showPlanText(
  ctx: Ctx,
  argument: unknown,
  show: PlanTextRequest['show'],
): Promise<void> {
  const target = targetOf(argument);
  const request = { ...target, show };
  const { title, text } = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Planning {0}', shortName(target.uri)) },
    () => ctx.planTexts.ask(request),
  );
  const uri = Uri.from({ scheme: PLAN_SCHEME, ...planUriParts(request, title) });
  ctx.planTexts.keep(uri, text);
  const document = await workspace.openTextDocument(uri);
  if (document.languageId !== 'plaintext') await languages.setTextDocumentLanguage(document, 'plaintext');
  await window.showTextDocument(document, {
    viewColumn: ViewColumn.Beside,
    preview: true,
    preserveFocus: true,
  });
}

import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { AttributeRequest, ModelChoice } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { placeOf } from './setting-models';

type Method = AttributeRequest['method'];

interface MethodItem extends QuickPickItem {
  readonly method: Method;
}
interface ModelItem extends QuickPickItem {
  readonly model?: ModelChoice;
}
interface LimitItem extends QuickPickItem {
  readonly limit?: number;
}

/** How the failures are to be attributed; nothing when the user leaves. */
export async function pickMethod(title: string): Promise<Method | undefined> {
  const items: readonly MethodItem[] = [
    {
      method: 'counterfactual',
      label: l10n.t('Counterfactual'),
      detail: l10n.t(
        'Asks the model that was audited again, with other inputs: wrong from the image and right from a description is perception.',
      ),
    },
    {
      method: 'judge',
      label: l10n.t('Judge'),
      detail: l10n.t(
        'A model reads the response beside the image and quotes the first decisive error. Seeded controls tell how far it can be believed.',
      ),
    },
  ];
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t('By which method?') });
  return picked?.method;
}

/** Which model is asked, of those that are being looked for; nothing when the user leaves. Throws a `Refusal` when there is none. */
export async function pickModel(
  title: string,
  models: Promise<readonly ModelChoice[]>,
): Promise<ModelChoice | undefined> {
  const picked = await window.showQuickPick<ModelItem>(models.then(modelItems), {
    title,
    placeHolder: l10n.t('Ask which model?'),
    matchOnDescription: true,
  });
  return picked?.model;
}

function modelItems(models: readonly ModelChoice[]): ModelItem[] {
  // The embedded model answers its arms at the end of its run, and is no endpoint.
  const fitting = models.filter(({ images, api }) => images !== false && api !== 'embedded');
  if (fitting.length === 0)
    throw new Refusal(
      l10n.t(
        'No model that takes images can be asked: name one below models: of a curriculum, or in the setting stagecraft.endpoints.',
      ),
      {
        title: l10n.t('Open Settings'),
        command: 'workbench.action.openSettings',
        arguments: ['stagecraft.endpoints'],
      },
      { title: l10n.t('Set API Key...'), command: COMMAND_IDS.setApiKey },
    );
  const part = (label: string, some: readonly ModelChoice[]): readonly ModelItem[] =>
    some.length === 0
      ? []
      : [
          { label, kind: QuickPickItemKind.Separator },
          ...some.map((model) => ({
            model,
            label: plainText(model.title, 80),
            description: plainText(placeOf(model), 120),
          })),
        ];
  const own = fitting.filter(({ api }) => api === 'editor');
  return [
    ...part(
      l10n.t('Endpoints'),
      fitting.filter(({ api }) => api !== 'editor'),
    ),
    ...part(l10n.t('Language models of the editor'), own),
  ];
}

/** How many failures; `{}` is all, nothing that the user leaves. */
export async function pickLimit(title: string, failures: number): Promise<LimitItem | undefined> {
  const some = [50, 200, 1000].filter((limit) => limit < failures);
  if (some.length === 0) return { label: '' };
  const items: readonly LimitItem[] = [
    ...some.map((limit) => ({
      limit,
      label: l10n.t('{0} failures', limit),
      description: l10n.t('a sample, stratified by data set'),
    })),
    { label: l10n.t('All {0} failures', failures) },
  ];
  return window.showQuickPick(items, { title, placeHolder: l10n.t('How many?') });
}

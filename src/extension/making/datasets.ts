import { l10n, window } from 'vscode';
import type { MakeEstimate, MakePlan } from '../../protocol';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';

/**
 * Which datasets are to be made: the one that is named, the only one that there is, or those that the user picks.
 * Nothing when they leave.
 */
export async function pickDatasets(
  named: string | undefined,
  { datasets }: Pick<MakePlan, 'datasets'>,
): Promise<readonly MakeEstimate[] | undefined> {
  if (datasets.length === 0) throw new Refusal(l10n.t('This curriculum has no dataset that is made.'));
  if (named !== undefined || datasets.length === 1) return datasets;
  const items = datasets.map((estimate) => ({
    estimate,
    label: plainText(estimate.dataset, 80),
    description: stateWords(estimate),
    picked: estimate.made !== 'fresh',
    detail: plainText(estimate.words.join(' '), 200),
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Make which datasets?'),
    canPickMany: true,
  });
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ estimate }) => estimate);
}

function stateWords({ made }: MakeEstimate): string {
  if (made === undefined) return l10n.t('not made yet');
  return made === 'stale' ? l10n.t('the recipe has changed') : l10n.t('made');
}

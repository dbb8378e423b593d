import { l10n, window, ThemeIcon, type QuickPickItem } from 'vscode';
import type { RunSummary } from '../../../protocol';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { runLook } from '../look';
import { plainText } from '../plain';
import { runDescription, runName } from '../words';
import { chosenRuns } from './chosen';

interface RunItem extends QuickPickItem {
  readonly run: RunSummary;
}

/** Lays the curves of runs over one another: those that are selected, or one and others that the user picks. */
export async function compareRuns(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const runs = await chosenRuns(ctx, argument, selection, l10n.t('Compare which run?'));
  const [first] = runs;
  if (first === undefined) return;
  const all = runs.length > 1 ? runs : [first, ...(await pickOthers(ctx, first))];
  if (all.length > 1) ctx.dashboards.open(all.map(({ dir }) => dir));
}

/** Runs of the same curriculum come first: they are what one is mostly compared with. */
async function pickOthers({ runs }: Ctx, first: RunSummary): Promise<readonly RunSummary[]> {
  const others = runs.list().filter(({ dir, state }) => dir !== first.dir && state !== 'unreadable');
  if (others.length === 0) throw new Refusal(l10n.t('There is no other run to compare with.'));
  const same = others.filter(({ file, name }) => file === first.file && name === first.name);
  const items = [...same, ...others.filter((run) => !same.includes(run))].map((run): RunItem => ({
    run,
    label: plainText(runName(run)),
    description: plainText(runDescription(run)),
    detail: plainText(run.id),
    iconPath: new ThemeIcon(runLook(run).icon),
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Compare {0} with which runs?', plainText(runName(first), 60)),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return (picked ?? []).map(({ run }) => run);
}

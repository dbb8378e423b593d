import { env, l10n, Uri, window, workspace } from 'vscode';
import { errorText, isLive, type RunSummary } from '../../../protocol';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { runArguments } from '../entry';
import { plainText } from '../plain';
import { runName } from '../words';
import { chosenRuns } from './chosen';
import { trashFailure } from './trash';

/**
 * Deletes runs: into the trash, and where this machine has none only after the user has agreed to lose them. Runs that
 * somebody still works in are refused. From a keyboard the view does not tell which line has the focus, so what goes
 * is asked first. No trust is needed, as for the same in the explorer: nothing of the workspace is started by it.
 */
export async function deleteRun(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const byKey = runArguments(argument, selection).length === 0;
  const selected = byKey && ctx.runsView.tree.visible ? ctx.runsView.tree.selection : selection;
  const runs = await chosenRuns(ctx, argument, selected, l10n.t('Delete which run?'), (run) => !isLive(run));
  if (runs.length === 0) return;
  const live = runs.find(isLive);
  if (live !== undefined)
    throw new Refusal(l10n.t('{0} is live: stop it first, then delete it.', plainText(runName(live), 80)));
  for (const run of runs) await requireRemovable(ctx, run);
  const kept = byKey && !(await agreed(l10n.t('Delete {0}?', namesOf(runs)), l10n.t('Delete')));
  if (kept) return;
  const left: RunSummary[] = [];
  for (const run of runs) if (!(await toTrash(run))) left.push(run);
  if (left.length === 0) return;
  const forGood =
    wantsForGood(argument) ||
    (await agreed(
      l10n.t('This machine has no trash. Delete {0} for good?', namesOf(left)),
      l10n.t('Delete for Good'),
    ));
  if (!forGood) return;
  for (const run of left) await forEver(run);
}

/** A list may be a moment old, and a damaged run may still be somebody's. */
async function requireRemovable({ monitor }: Ctx, run: RunSummary): Promise<void> {
  const { reason } = await monitor.ask('removable', { run: run.dir });
  if (reason !== undefined) throw notDeleted(run, reason);
}

const notDeleted = (run: RunSummary, reason: string): Refusal =>
  new Refusal(l10n.t('{0} was not deleted: {1}', plainText(run.id, 80), plainText(reason)));

/** A keybinding or another extension may say `{ run, forGood: true }`: then nothing is asked. */
const wantsForGood = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && 'forGood' in argument && argument.forGood === true;

/** False when there is no trash for the folder. Throws a `Refusal` when there is one that does not take it. */
async function toTrash(run: RunSummary): Promise<boolean> {
  try {
    await workspace.fs.delete(Uri.file(run.dir), { recursive: true, useTrash: true });
    return true;
  } catch (error) {
    const failure = trashFailure(error, env.remoteName !== undefined);
    if (failure === 'refused') throw notDeleted(run, errorText(error));
    return failure === 'gone';
  }
}

async function forEver(run: RunSummary): Promise<void> {
  try {
    await workspace.fs.delete(Uri.file(run.dir), { recursive: true, useTrash: false });
  } catch (error) {
    if (trashFailure(error, false) !== 'gone') throw notDeleted(run, errorText(error));
  }
}

async function agreed(question: string, yes: string): Promise<boolean> {
  const detail = l10n.t('Checkpoints, logs and predictions of a run lie in its folder.');
  return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

function namesOf(runs: readonly RunSummary[]): string {
  const [first] = runs;
  return runs.length === 1 && first !== undefined ? plainText(first.id, 80) : l10n.t('{0} runs', runs.length);
}

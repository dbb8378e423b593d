import { env, l10n, Uri, window, workspace } from 'vscode';
import { errorText, type AuditSet } from '../../../protocol';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { trashFailure } from '../../run-list/actions/trash';
import { plainText } from '../../run-list/plain';
import { chosenSets } from '../chosen';
import { setArguments } from '../entry';
import { workspaceRoots } from '../model';
import { isSetFolder } from '../sets';

/**
 * Deletes imported audits with the labels in them: into the trash, and where this machine has none only after the user
 * has agreed to lose them. What was imported from stays. A run's audit goes with its run.
 */
export async function deleteAudit(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const byKey = setArguments(argument, selection).length === 0;
  const selected = byKey && ctx.auditsView.tree.visible ? ctx.auditsView.tree.selection : selection;
  const sets = await chosenSets(ctx, argument, selected, l10n.t('Delete which audit?'), isImport);
  if (sets.length === 0) return;
  const run = sets.find((set) => !isImport(set));
  if (run !== undefined)
    throw new Refusal(
      l10n.t('{0} is the audit of a run: it goes when its run is deleted.', plainText(run.title, 80)),
    );
  const strange = sets.find(({ dir }) => !isSetFolder(dir, workspaceRoots()));
  if (strange !== undefined)
    throw new Refusal(l10n.t('{0} does not lie in this workspace.', plainText(strange.dir)));
  if (byKey && !(await agreed(l10n.t('Delete {0}?', namesOf(sets)), l10n.t('Delete')))) return;
  const left: AuditSet[] = [];
  for (const set of sets) {
    await ctx.auditor.ask('close', { set: set.dir });
    if (!(await remove(set, true))) left.push(set);
  }
  const forGood =
    left.length > 0 &&
    (wantsForGood(argument) ||
      (await agreed(
        l10n.t('This machine has no trash. Delete {0} for good?', namesOf(left)),
        l10n.t('Delete for Good'),
      )));
  if (forGood) for (const set of left) await remove(set, false);
  await ctx.audits.refresh();
}

const isImport = ({ kind }: AuditSet): boolean => kind === 'import';

/** A keybinding or another extension may say `{ set, forGood: true }`: then nothing is asked. */
const wantsForGood = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && 'forGood' in argument && argument.forGood === true;

/** False when there is no trash for the folder. Throws a `Refusal` when it cannot be removed. */
async function remove({ dir, title }: AuditSet, useTrash: boolean): Promise<boolean> {
  try {
    await workspace.fs.delete(Uri.file(dir), { recursive: true, useTrash });
    return true;
  } catch (error) {
    const failure = trashFailure(error, useTrash && env.remoteName !== undefined);
    if (failure === 'gone') return true;
    if (failure === 'unsupported' && useTrash) return false;
    throw new Refusal(l10n.t('{0} was not deleted: {1}', plainText(title, 80), plainText(errorText(error))));
  }
}

async function agreed(question: string, yes: string): Promise<boolean> {
  const detail = l10n.t('Labels and verdicts lie in its folder. The files that it was imported from stay.');
  return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

function namesOf(sets: readonly AuditSet[]): string {
  const [first] = sets;
  return sets.length === 1 && first !== undefined
    ? plainText(first.title, 80)
    : l10n.t('{0} audits', sets.length);
}

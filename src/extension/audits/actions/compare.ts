import { l10n } from 'vscode';
import type { AuditSet } from '../../../protocol';
import type { Ctx } from '../../context';
import { plainText } from '../../run-list/plain';
import { chosenSets, pickSet } from '../chosen';

/** Opens an audit beside another: what is fixed, broken and still wrong. Two that are selected, else one is picked. */
export async function compareAudits(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const [set, second] = await chosenSets(ctx, argument, selection, l10n.t('Compare which audit?'));
  if (set === undefined) return;
  const against = second ?? (await pickAgainst(ctx, set));
  if (against !== undefined) ctx.browsers.open({ set: set.dir, against: against.dir, tab: 'compare' });
}

/** The audit that another is compared with, as the user picks it. */
export const pickAgainst = (ctx: Pick<Ctx, 'audits'>, set: AuditSet): Promise<AuditSet | undefined> =>
  pickSet(
    ctx,
    l10n.t('Compare {0} with which audit?', plainText(set.title, 60)),
    ({ dir }) => dir !== set.dir,
  );

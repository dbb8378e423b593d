import { l10n } from 'vscode';
import type { AuditFilter } from '../../../protocol';
import { auditFilter } from '../../audit-browser/state';
import type { Ctx } from '../../context';
import { chosenSet } from '../chosen';

/** Opens the browser of an audit, of one benchmark's failures where the argument is one, or with its `filter`. */
export async function browseFailures(ctx: Ctx, argument: unknown): Promise<void> {
  const set = await chosenSet(ctx, argument, l10n.t('Browse the failures of which audit?'));
  if (set === undefined) return;
  const filter = filterOf(argument);
  ctx.browsers.open({ set: set.dir, ...(filter === undefined ? {} : { filter, tab: 'browse' }) });
}

function filterOf(argument: unknown): AuditFilter | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { kind, name, filter } = argument as Readonly<Record<string, unknown>>;
  if (filter !== undefined) return auditFilter(filter);
  return kind === 'benchmark' && typeof name === 'string' ? { datasets: [name] } : undefined;
}

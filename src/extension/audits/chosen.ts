import { l10n, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { AuditSet } from '../../protocol';
import type { Ctx } from '../context';
import { COMMAND_IDS } from '../commands/ids';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { setArguments } from './entry';
import { workspaceRoots } from './model';
import { isSetFolder } from './sets';
import { setDescription } from './words';

interface SetItem extends QuickPickItem {
  readonly set: AuditSet;
}

/**
 * The audits that a command is about: those it was called on, else one that the user picks among those that `fit`.
 * Only audits of this window's folders: an argument may come from anywhere. A run's audit is made when there is none.
 */
export async function chosenSets(
  ctx: Pick<Ctx, 'audits' | 'auditor'>,
  argument: unknown,
  selection: unknown,
  title: string,
  fit: (set: AuditSet) => boolean = () => true,
): Promise<readonly AuditSet[]> {
  const named = setArguments(argument, selection);
  await ctx.audits.start();
  if (named.length > 0) return Promise.all(named.map((dir) => knownSet(ctx, dir)));
  const picked = await pickSet(ctx, title, fit);
  return picked === undefined ? [] : [picked];
}

/** One audit, as `chosenSets` has it; nothing when the user leaves. */
export async function chosenSet(
  ctx: Pick<Ctx, 'audits' | 'auditor'>,
  argument: unknown,
  title: string,
  fit?: (set: AuditSet) => boolean,
): Promise<AuditSet | undefined> {
  const [set] = await chosenSets(ctx, argument, undefined, title, fit);
  return set;
}

async function knownSet(
  { audits, auditor }: Pick<Ctx, 'audits' | 'auditor'>,
  dir: string,
): Promise<AuditSet> {
  const known = audits.get(dir);
  if (known !== undefined) return known;
  if (!isSetFolder(dir, workspaceRoots()))
    throw new Refusal(l10n.t('There is no such audit in this workspace: {0}', dir));
  return auditor.ask('open', { set: dir });
}

/** Asks for one of the audits; throws a `Refusal` when there is none. */
export async function pickSet(
  { audits }: Pick<Ctx, 'audits'>,
  title: string,
  fit: (set: AuditSet) => boolean,
): Promise<AuditSet | undefined> {
  const fitting = audits.list().filter(fit);
  if (fitting.length === 0)
    throw new Refusal(l10n.t('There is no audit to choose: import results, or end a run with an audit.'), {
      title: l10n.t('Import Results...'),
      command: COMMAND_IDS.importResults,
    });
  const items = fitting.map((set): SetItem => ({
    set,
    label: plainText(set.title),
    description: plainText(setDescription(set)),
    detail: plainText(set.benchmarks.map(({ name }) => name).join(', ')),
    iconPath: new ThemeIcon(set.kind === 'run' ? 'pulse' : 'database'),
  }));
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return picked?.set;
}

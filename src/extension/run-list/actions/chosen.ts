import { l10n, ThemeColor, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { RunSummary } from '../../../protocol';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { runArguments } from '../entry';
import { runLook } from '../look';
import { plainText } from '../plain';
import { runDescription, runName } from '../words';

interface RunItem extends QuickPickItem {
  readonly run: RunSummary;
}

/**
 * The runs that a command is about: those it was called on, else those selected in the view when the focus is there,
 * else one that the user picks among those that `fit`. Only runs of the list: an argument may come from anywhere.
 */
export async function chosenRuns(
  ctx: Ctx,
  argument: unknown,
  selection: unknown,
  title: string,
  fit: (run: RunSummary) => boolean = () => true,
): Promise<readonly RunSummary[]> {
  const named = runArguments(argument, selection);
  await ctx.runs.start();
  if (named.length > 0) {
    const known = named.map((dir) => ctx.runs.get(dir));
    const found = known.filter((run) => run !== undefined);
    if (found.length < known.length)
      throw new Refusal(l10n.t('There is no such run any more: {0}', named.join(', ')));
    return found;
  }
  const picked = await pickRun(ctx, title, fit);
  return picked === undefined ? [] : [picked];
}

/** One run, as `chosenRuns` has it; nothing when the user leaves. */
export async function chosenRun(
  ctx: Ctx,
  argument: unknown,
  title: string,
  fit?: (run: RunSummary) => boolean,
): Promise<RunSummary | undefined> {
  const [run] = await chosenRuns(ctx, argument, undefined, title, fit);
  return run;
}

async function pickRun(
  { runs }: Ctx,
  title: string,
  fit: (run: RunSummary) => boolean,
): Promise<RunSummary | undefined> {
  const fitting = runs.list().filter(fit);
  if (fitting.length === 0) throw new Refusal(l10n.t('There is no run to choose.'));
  const items = fitting.map((run): RunItem => {
    const { icon, color } = runLook(run);
    return {
      run,
      label: plainText(runName(run)),
      description: plainText(runDescription(run)),
      detail: plainText(run.id),
      iconPath: new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color)),
    };
  });
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return picked?.run;
}

import { basename } from 'node:path';
import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { plainText } from '../plain';
import { runName } from '../words';
import { chosenRun, chosenRuns } from './chosen';

/** Shows a run in a dashboard; several that are selected lie over one another. */
export async function openDashboard(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const runs = await chosenRuns(ctx, argument, selection, l10n.t('Open the dashboard of which run?'));
  if (runs.length > 0) ctx.dashboards.open(runs.map(({ dir }) => dir));
}

/** Shows what a run's engine writes; of one stage when the argument is one. */
export async function openRunLog(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(ctx, argument, l10n.t('Show the log of which run?'));
  if (run !== undefined) ctx.logs.open(run, stageOf(argument));
}

const stageOf = (argument: unknown): string | undefined =>
  typeof argument === 'object' &&
  argument !== null &&
  'stage' in argument &&
  typeof argument.stage === 'string'
    ? argument.stage
    : undefined;

/** Shows a run's folder in the explorer where it is below an opened folder, else in the system's file manager. */
export async function openRunFolder(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(ctx, argument, l10n.t('Open the folder of which run?'));
  if (run === undefined) return;
  const folder = Uri.file(run.dir);
  const inside = workspace.getWorkspaceFolder(folder) !== undefined;
  await commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', folder);
}

/** Opens the report of a run's audit in the browser. */
export async function openReport(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(ctx, argument, l10n.t('Open the report of which run?'));
  if (run === undefined) return;
  const report = Uri.joinPath(Uri.file(run.dir), 'audit', 'report.html');
  await workspace.fs.stat(report).then(undefined, () => {
    throw new Refusal(
      l10n.t('This run has no report: its curriculum asks for no audit, or the audit was not reached.'),
    );
  });
  await env.openExternal(report);
}

/** Opens the curriculum that a run was started from, as it is now. */
export async function openRunCurriculum(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(
    ctx,
    argument,
    l10n.t('Open the curriculum of which run?'),
    ({ file }) => file !== undefined,
  );
  if (run === undefined) return;
  if (run.file === undefined)
    throw new Refusal(l10n.t('The files of this run do not say where its curriculum is.'));
  await window.showTextDocument(Uri.file(run.file));
}

/** Puts the id of runs on the clipboard, a line each: the folder's name, as the command line takes it. */
export async function copyRunId(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const runs = await chosenRuns(ctx, argument, selection, l10n.t('Copy the id of which run?'));
  if (runs.length > 0)
    await env.clipboard.writeText(runs.map(({ dir }) => plainText(basename(dir))).join('\n'));
}

/** Shows what a run was given beside what its curriculum says now. */
export async function compareCurriculum(ctx: Ctx, argument: unknown): Promise<void> {
  const run = await chosenRun(
    ctx,
    argument,
    l10n.t('Compare the curriculum of which run?'),
    ({ file }) => file !== undefined,
  );
  if (run === undefined) return;
  const { file } = run;
  if (file === undefined)
    throw new Refusal(l10n.t('The files of this run do not say where its curriculum is.'));
  const files = await ctx.monitor.ask('files', { run: run.dir });
  const then = files.find(({ path }) => path === file) ?? files[0];
  if (then === undefined) throw new Refusal(l10n.t('This run has kept no text of its curriculum.'));
  const name = runName(run);
  const before = ctx.reports.keep(`${run.id} ${name}`, then.text);
  await commands.executeCommand('vscode.diff', before, Uri.file(file), l10n.t('{0}: the run ↔ now', name));
}

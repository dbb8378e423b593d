import { l10n, ProgressLocation, TaskPanelKind, TaskRevealKind, tasks, window, workspace } from 'vscode';
import { ProcessExecution, Task, TaskScope, Uri } from 'vscode';
import type { RunSummary } from '../../protocol';
import { askCommandLine, asNode, programOf } from '../command-line/ask';
import type { Ctx } from '../context';
import { requireTrust } from '../run/trust';
import { chosenRun } from '../run-list/actions/chosen';
import { isEvaluable } from '../run-list/look';
import { plainText } from '../run-list/plain';
import { runName } from '../run-list/words';
import { evaluateArguments, type EvaluateTarget } from './arguments';

/**
 * Runs the benchmarks of a run's curriculum on one of its checkpoints. The commands are shown first, as the command
 * line would start them; they are started in a terminal after a yes. The results then appear among the audits.
 */
export async function evaluateCheckpoint(ctx: Ctx, argument: unknown): Promise<void> {
  requireTrust(
    l10n.t(
      'An evaluation starts programs that the curriculum names, so it needs a workspace that you trust.',
    ),
  );
  const run = await chosenRun(ctx, argument, l10n.t('Evaluate a checkpoint of which run?'), isEvaluable);
  if (run === undefined) return;
  const checkpoint = checkpointOf(argument) ?? (await pickCheckpoint());
  if (checkpoint === undefined) return;
  const target: EvaluateTarget = { run: run.dir, root: run.root, checkpoint };
  const name = plainText(runName(run), 80);
  const text = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Looking at what an evaluation of {0} needs', name),
    },
    () => askCommandLine(ctx, evaluateArguments(target, 'show'), run.root),
  );
  const shown = ctx.reports.keep(`${l10n.t('Evaluation')} ${run.id}`, text);
  await window.showTextDocument(await workspace.openTextDocument(shown), { preview: true });
  const start = l10n.t('Run Evaluation');
  const pressed = await window.showInformationMessage(
    l10n.t('These commands evaluate {0}. Start them?', name),
    start,
  );
  if (pressed === start) await startTask(ctx, run, target, name);
}

/** `{ run, checkpoint }`, as another command may hand it. */
const checkpointOf = (argument: unknown): string | undefined =>
  typeof argument === 'object' &&
  argument !== null &&
  'checkpoint' in argument &&
  typeof argument.checkpoint === 'string'
    ? argument.checkpoint
    : undefined;

async function pickCheckpoint(): Promise<string | undefined> {
  const step = l10n.t('A step...');
  const picked = await window.showQuickPick(
    [
      { label: l10n.t('Best'), description: l10n.t('by validation, of the last stage'), value: 'best' },
      { label: l10n.t('Last'), description: l10n.t('of the last stage'), value: 'last' },
      { label: step, description: l10n.t('of the last stage'), value: 'step' },
      { label: l10n.t('Untrained'), description: l10n.t('the model that the run began with'), value: 'base' },
    ],
    { title: l10n.t('Evaluate which checkpoint?') },
  );
  if (picked?.value !== 'step') return picked?.value;
  const number = await window.showInputBox({
    title: l10n.t('Step of the checkpoint'),
    validateInput: (text) =>
      /^[1-9]\d{0,11}$/.test(text) ? undefined : l10n.t('A whole number of at least 1.'),
  });
  return number === undefined ? undefined : `step ${number}`;
}

/** A terminal of its own, whose Ctrl-C ends all that was started; the list of audits is read again at its end. */
async function startTask(
  ctx: Ctx,
  { root }: RunSummary,
  target: EvaluateTarget,
  name: string,
): Promise<void> {
  const folder = workspace.getWorkspaceFolder(Uri.file(root));
  const task = new Task(
    { type: 'stagecraft', evaluate: target.run, checkpoint: target.checkpoint },
    folder ?? TaskScope.Workspace,
    l10n.t('evaluate {0}', name),
    'stagecraft',
    new ProcessExecution(process.execPath, [programOf(ctx), ...evaluateArguments(target, 'start')], {
      cwd: root,
      env: { ...asNode() },
    }),
  );
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, clear: true };
  const execution = await tasks.executeTask(task);
  const ended = tasks.onDidEndTaskProcess(({ execution: one }) => {
    if (one !== execution) return;
    ended.dispose();
    void ctx.audits.start().then(() => ctx.audits.refresh());
  });
  ctx.disposables.add(ended);
}

import { l10n, window } from 'vscode';
import { isLive, type MakeKeys, type RunSummary } from '../../../protocol';
import type { Ctx } from '../../context';
import { askWithProgress } from '../../process';
import { Refusal } from '../../refusal';
import { keysFor } from '../../making/keys';
import { show } from '../../run/launch';
import { requireTrust } from '../../run/trust';
import { canResume } from '../look';
import { plainText } from '../plain';
import { runName } from '../words';
import { chosenRun, chosenRuns } from './chosen';

/**
 * Asks the supervisors of live runs to stop after the step that they are at; a queued one leaves the queue. No trust is
 * needed: nothing is started by it, and a run that should not go on is what one least wants to be kept from ending.
 */
export async function stopRun(ctx: Ctx, argument: unknown, selection: unknown): Promise<void> {
  const runs = await chosenRuns(ctx, argument, selection, l10n.t('Stop which run?'), isLive);
  const live = runs.filter(isLive);
  if (runs.length > 0 && live.length === 0) throw new Refusal(l10n.t('This run is not live.'));
  for (const { dir } of live) await ctx.monitor.ask('stop', { run: dir });
}

/** Goes on with a run that failed, was stopped or was interrupted, from its last complete checkpoint. */
export async function resumeRun(ctx: Ctx, argument: unknown): Promise<void> {
  requireTrust();
  const run = await chosenRun(ctx, argument, l10n.t('Resume which run?'), canResume);
  if (run === undefined) return;
  const { make, file } = run;
  const keys = make === undefined || file === undefined ? {} : await makeKeys(ctx, { ...run, make, file });
  await show(ctx, [await ctx.monitor.ask('resume', { run: run.dir, keys })]);
}

/** The keys that a make goes on with: the editor's secrets are in no run folder. */
async function makeKeys(
  { monitor, keys }: Ctx,
  {
    root,
    file,
    variant,
    make,
  }: Required<Pick<RunSummary, 'root' | 'file' | 'make'>> & Pick<RunSummary, 'variant'>,
): Promise<MakeKeys> {
  const { endpoints } = await monitor.ask('makePlan', {
    root,
    file,
    datasets: make.datasets,
    ...(variant === undefined ? {} : { variant }),
  });
  return keysFor(endpoints, keys);
}

/** Runs the same again: plan, files, seed and stages. Says first what has changed since, where something has. */
export async function rerunRun(ctx: Ctx, argument: unknown): Promise<void> {
  requireTrust();
  const run = await chosenRun(
    ctx,
    argument,
    l10n.t('Run which run again?'),
    ({ state, make }) => state !== 'unreadable' && make === undefined,
  );
  if (run === undefined) return;
  if (run.make !== undefined)
    throw new Refusal(l10n.t('Data is made again from its curriculum: what is cached costs nothing.'));
  const name = plainText(runName(run), 80);
  const ask = (evenIfChanged: boolean) =>
    askWithProgress(
      ctx.monitor,
      l10n.t('Running {0} again', name),
      'rerun',
      { run: run.dir, evenIfChanged },
      false,
    );
  const first = await ask(false);
  if (first === undefined) return;
  if (first.started !== undefined) {
    await show(ctx, [first.started]);
    return;
  }
  const anyway = l10n.t('Run Anyway');
  const pressed = await window.showWarningMessage(
    l10n.t('{0} cannot be repeated exactly: something has changed since.', name),
    { modal: true, detail: first.changed.map((change) => `• ${plainText(change)}`).join('\n') },
    anyway,
  );
  if (pressed !== anyway) return;
  const second = await ask(true);
  if (second?.started !== undefined) await show(ctx, [second.started]);
}

import { l10n } from 'vscode';
import type { MakePlan, MakeRequest } from '../../protocol';
import { documentOf, shortName, targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { askWithProgress } from '../process';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { show } from '../run/launch';
import { once } from '../run/once';
import { readyToRun } from '../run/ready';
import { rootOf } from '../run/root';
import { requireTrust } from '../run/trust';
import { agreed } from './agree';
import { pickDatasets } from './datasets';
import { keysFor } from './keys';

/**
 * Makes datasets of a curriculum: the one that the argument names, or those that the user picks. Says first what it
 * will ask of which models and what that costs, and starts nothing without a yes. A make is a run: it is seen, stopped
 * and resumed among the others.
 */
export async function makeData(ctx: Ctx, argument: unknown): Promise<void> {
  requireTrust(
    l10n.t('Making data asks models whose addresses files name, so it needs a workspace that you trust.'),
  );
  const { dataset, ...target } = targetOf(argument);
  await once(JSON.stringify(['make', target, dataset]), async () => {
    const uri = await readyToRun(await documentOf(target));
    const root = rootOf(uri);
    const request: MakeRequest = {
      root,
      file: uri.fsPath,
      ...(target.variant === undefined ? {} : { variant: target.variant }),
      ...(dataset === undefined ? {} : { datasets: [dataset] }),
    };
    await ctx.runs.watchRoot(root);
    await ctx.runs.start();
    await makeNow(ctx, request, dataset, shortName(uri.toString()));
  });
}

async function makeNow(
  ctx: Ctx,
  request: MakeRequest,
  dataset: string | undefined,
  file: string,
): Promise<void> {
  const plan = await askWithProgress(ctx.monitor, l10n.t('Looking what is to be asked'), 'makePlan', request);
  if (plan === undefined) return;
  mustBeSound(plan);
  const chosen = await pickDatasets(dataset, plan);
  if (chosen === undefined) return;
  const name = chosen.length === 1 ? plainText(chosen[0]?.dataset ?? file, 80) : plainText(file, 80);
  const keys = await keysFor(plan.endpoints, ctx.keys);
  const agreement = await agreed(name, plan, chosen);
  if (agreement === undefined) return;
  const started =
    agreement.kind === 'resume'
      ? await ctx.monitor.ask('resume', { run: agreement.dir, keys })
      : await ctx.monitor.ask('make', {
          ...request,
          datasets: chosen.map((estimate) => estimate.dataset),
          keys,
        });
  await show(ctx, [started]);
}

/** Throws a `Refusal` for what stands in the way, with the first reason. */
function mustBeSound({ problems }: MakePlan): void {
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return;
  const reason = plainText(first.hint === undefined ? first.message : `${first.message} (${first.hint})`);
  throw new Refusal(
    others.length === 0
      ? l10n.t('Nothing was started. {0}', reason)
      : l10n.t('Nothing was started. {0} Reasons in all: {1}.', reason, others.length + 1),
    { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' },
  );
}

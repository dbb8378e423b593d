import { l10n, Uri } from 'vscode';
import { targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { runArguments } from '../run-list/entry';
import type { ShownMade } from './state';

/** Shows the made data of a curriculum: of a lens, a run that makes it, or the curriculum in the active editor. */
export async function browseMade(ctx: Ctx, argument: unknown): Promise<void> {
  ctx.made.open(await shownBy(ctx, argument));
}

async function shownBy(ctx: Ctx, argument: unknown): Promise<ShownMade> {
  const [dir] = runArguments(argument, undefined);
  if (dir !== undefined) return ofRun(ctx, dir, argument);
  const { uri, variant, dataset } = targetOf(argument);
  const parsed = Uri.parse(uri);
  if (parsed.scheme !== 'file')
    throw new Refusal(l10n.t('Save the curriculum first: data is made beside it.'));
  return { file: parsed.fsPath, ...named(variant, dataset) };
}

/** Of a run that makes data: its curriculum, and the dataset that the entry is of, else its first. */
async function ofRun(ctx: Ctx, dir: string, argument: unknown): Promise<ShownMade> {
  await ctx.runs.start();
  const run = ctx.runs.get(dir);
  if (run?.make === undefined || run.file === undefined)
    throw new Refusal(l10n.t('This run makes no data, or its files do not tell of which curriculum.'));
  const { stage } = argument as { readonly stage?: unknown };
  const dataset = run.make.datasets.find((id) => id === stage) ?? run.make.datasets[0];
  return { file: run.file, ...named(run.variant, dataset) };
}

const named = (
  variant: string | undefined,
  dataset: string | undefined,
): Pick<ShownMade, 'variant' | 'dataset'> => ({
  ...(variant === undefined ? {} : { variant }),
  ...(dataset === undefined ? {} : { dataset }),
});

import { l10n } from 'vscode';
import { targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { pickDevices } from './devices';
import { launch } from './launch';
import { pickStage, pickVariant, variantsOf } from './pick';
import { requireTrust } from './trust';

/** Steps a stage of a rehearsal has: enough to meet every kind of mistake, few enough for a minute. */
const REHEARSAL_STEPS = 20;

/** Runs the curriculum as it is written, or the variant that the argument names. */
export const runCurriculum = (ctx: Ctx, argument: unknown): Promise<void> => launch(ctx, targetOf(argument));

/** Runs one stage alone; one that the user picks when the argument names none. */
export async function runStage(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const stage = target.stage ?? (await pickStage(target, l10n.t('Run which stage?')));
  if (stage !== undefined) await launch(ctx, target, { stages: { only: stage } });
}

/** Runs a stage and every one after it. */
export async function runFromStage(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const stage = target.stage ?? (await pickStage(target, l10n.t('Run from which stage on?')));
  if (stage !== undefined) await launch(ctx, target, { stages: { from: stage } });
}

/** Runs a variant of the curriculum; one that the user picks when the argument names none. */
export async function runVariant(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const variant = target.variant ?? (await pickVariant(target));
  if (variant !== undefined) await launch(ctx, { ...target, variant });
}

/** Runs every variant of the curriculum, each when its turn in the queue comes. */
export async function runAllVariants(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  await launch(ctx, target, {}, await variantsOf(target));
}

/** Tries the curriculum, or the stage that the argument names, in a few steps with the real data. */
export async function rehearse(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const { stage } = target;
  await launch(ctx, target, {
    rehearse: { steps: REHEARSAL_STEPS },
    ...(stage === undefined ? {} : { stages: { only: stage } }),
  });
}

/** Runs the curriculum, or the stage that the argument names, on devices that the user picks. */
export async function runOn(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  requireTrust();
  const devices = await pickDevices(ctx);
  if (devices === undefined) return;
  const { stage } = target;
  await launch(ctx, target, { devices, ...(stage === undefined ? {} : { stages: { only: stage } }) });
}

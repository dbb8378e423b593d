import { tasks, l10n } from 'vscode';
import type { StageCommand } from '../../protocol';
import { documentOf, targetOf } from '../commands/target';
import type { Ctx } from '../context';
import type { RunTarget } from './arguments';
import { pickStage, pickVariant } from './pick';
import { readyToRun } from './ready';
import { runTask } from './task';

/** Runs the curriculum as it is written, or the variant that the argument names. */
export const runCurriculum = (ctx: Ctx, argument: unknown): Promise<void> =>
  start(ctx, targetOf(argument), undefined);

/** Runs one stage alone; one that the user picks when the argument names none. */
export async function runStage(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const stage = target.stage ?? (await pickStage(target, l10n.t('Run which stage?')));
  if (stage !== undefined) await start(ctx, target, { only: stage });
}

/** Runs a stage and every one after it. */
export async function runFromStage(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const stage = target.stage ?? (await pickStage(target, l10n.t('Run from which stage on?')));
  if (stage !== undefined) await start(ctx, target, { from: stage });
}

/** Runs a variant of the curriculum; one that the user picks when the argument names none. */
export async function runVariant(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const variant = target.variant ?? (await pickVariant(target));
  if (variant !== undefined) await start(ctx, { ...target, variant }, undefined);
}

async function start(ctx: Ctx, target: StageCommand, stages: RunTarget['stages']): Promise<void> {
  const uri = await readyToRun(await documentOf(target));
  const { variant } = target;
  const part = {
    ...(variant === undefined ? {} : { variant }),
    ...(stages === undefined ? {} : { stages }),
  };
  await tasks.executeTask(runTask(ctx, uri, part));
}

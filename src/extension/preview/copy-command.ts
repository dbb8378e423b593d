import { env, l10n, Uri, window } from 'vscode';
import type { PlanTextRequest } from '../../protocol';
import { targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { PLAN_SCHEME, planRequestOf } from './uri';

/**
 * Copies the command of a stage as one line for a shell: of the stage that the argument or the document names, else
 * one that the user picks. Values that are secret are masked in it, as they are in the document.
 */
export async function copyCommand(ctx: Ctx, argument: unknown): Promise<void> {
  const answer = await ctx.planTexts.ask({ ...requestOf(argument), show: 'command' });
  const commands = answer.commands ?? [];
  const [first, ...others] = commands;
  // The text then says why there is none.
  if (first === undefined) throw new Refusal(answer.text.trim());
  const picked =
    others.length === 0
      ? first
      : await window.showQuickPick(
          commands.map((one) => ({ ...one, label: one.stage, detail: one.line })),
          { title: l10n.t('Copy the command of which stage?') },
        );
  if (picked === undefined) return;
  await env.clipboard.writeText(picked.line);
  window.setStatusBarMessage(l10n.t('Copied the command of {0}', picked.stage), 3000);
}

/** What a document of ours shows, whose address a menu hands or which is active; else the curriculum that is meant. */
function requestOf(argument: unknown): Omit<PlanTextRequest, 'show'> {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  const shown = uri?.scheme === PLAN_SCHEME ? planRequestOf(uri.query) : undefined;
  return shown ?? targetOf(argument);
}

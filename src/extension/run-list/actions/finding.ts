import { l10n } from 'vscode';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { runArgument } from '../entry';

/** Goes to the key of the curriculum that is responsible for a finding. The argument is `{ run, stage?, key }`. */
export async function openFindingKey(ctx: Ctx, argument: unknown): Promise<void> {
  const run = runArgument(argument);
  const key = textOf(argument, 'key');
  if (run === undefined || key === undefined)
    throw new Refusal(l10n.t('Choose a finding in the Runs view: this command goes to its key.'));
  await ctx.findings.openKey(run, textOf(argument, 'stage'), key);
}

function textOf(argument: unknown, name: string): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const value = (argument as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

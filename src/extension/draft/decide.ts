import { l10n, Uri } from 'vscode';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { DRAFT_SCHEME, type Decision } from './previews';

/** The buttons of a preview: the argument is its address, else the last preview is meant. */
export function decide(
  { previews }: Pick<Ctx, 'previews'>,
  argument: unknown,
  decision: Decision,
): Promise<void> {
  const preview = argument instanceof Uri && argument.scheme === DRAFT_SCHEME ? argument : undefined;
  if (!previews.decide(preview, decision))
    return Promise.reject(new Refusal(l10n.t('No drafted stage waits for a decision.')));
  return Promise.resolve();
}

import { l10n, workspace } from 'vscode';
import { Refusal } from '../refusal';

/** Throws a `Refusal` with the reason in a workspace that is not trusted: a run starts programs that files name. */
export function requireTrust(
  reason = l10n.t('A run starts programs that its curriculum names, so it needs a workspace that you trust.'),
): void {
  if (!workspace.isTrusted)
    throw new Refusal(reason, {
      title: l10n.t('Manage Workspace Trust'),
      command: 'workbench.trust.manage',
    });
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, workspace } from 'vscode';
import type { Parts } from '../context';
import { AUDITS_KEY } from './key';
import { workspaceRoots } from './model';

/** Keeps the context key true without the auditor: a look for two folders, again when runs or audits come. */
export function auditKey({
  audits,
  runs,
  disposables,
}: Pick<Parts, 'audits' | 'runs' | 'disposables'>): void {
  let told: boolean | undefined;
  const tell = (): void => {
    const has =
      audits.list().length > 0 ||
      runs.list().length > 0 ||
      workspaceRoots().some((root) =>
        ['audits', 'runs'].some((name) => existsSync(join(root, '.stagecraft', name))),
      );
    if (has === told) return;
    told = has;
    void commands.executeCommand('setContext', AUDITS_KEY, has);
  };
  disposables.add(audits.onChanged(tell));
  disposables.add(
    runs.onChanged(() => {
      if (told !== true) tell();
    }),
  );
  disposables.add(workspace.onDidChangeWorkspaceFolders(tell));
  tell();
}

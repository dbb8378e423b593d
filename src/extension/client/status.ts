import {
  DiagnosticSeverity,
  languages,
  l10n,
  LanguageStatusSeverity,
  window,
  workspace,
  type LanguageStatusItem,
  type Uri,
} from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import type { Disposables } from '../disposables';

export type ServerState = 'starting' | 'running' | 'failed';

/** Shows in the status bar how the curriculum in the active editor stands. */
export interface ServerStatus {
  set(state: ServerState): void;
  checked(uri: string): void;
  working(token: string, begun: boolean): void;
}

/** Makes the status item: starting, checking, or the count of problems of the active curriculum. */
export function serverStatus(disposables: Disposables): ServerStatus {
  const item = disposables.add(
    languages.createLanguageStatusItem('stagecraft.status', { language: 'curriculum' }),
  );
  item.name = l10n.t('Curriculum');
  let state: ServerState = 'starting';
  /** Documents whose text has changed since their problems last arrived. */
  const unchecked = new Set<string>();
  /** Longer pieces of work that the server has announced. */
  const work = new Set<string>();

  const show = (): void => {
    const document = window.activeTextEditor?.document;
    const uri = document?.languageId === 'curriculum' ? document.uri : undefined;
    item.busy =
      state === 'starting' ||
      (state === 'running' && (work.size > 0 || (uri !== undefined && unchecked.has(uri.toString()))));
    if (state !== 'running') showState(item, state);
    else if (uri !== undefined) showProblems(item, countProblems(uri), item.busy);
  };

  disposables.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId !== 'curriculum' || contentChanges.length === 0) return;
      unchecked.add(document.uri.toString());
      show();
    }),
  );
  disposables.add(workspace.onDidCloseTextDocument(({ uri }) => unchecked.delete(uri.toString())));
  disposables.add(window.onDidChangeActiveTextEditor(show));
  disposables.add(languages.onDidChangeDiagnostics(show));
  show();

  return {
    set: (next) => {
      state = next;
      if (next !== 'running') work.clear();
      unchecked.clear();
      show();
    },
    checked: (uri) => {
      unchecked.delete(uri);
      show();
    },
    working: (token, begun) => {
      if (begun) work.add(token);
      else work.delete(token);
      show();
    },
  };
}

interface Count {
  readonly errors: number;
  readonly warnings: number;
}

function countProblems(uri: Uri): Count {
  const problems = languages.getDiagnostics(uri);
  const count = (severity: DiagnosticSeverity) =>
    problems.filter((problem) => problem.severity === severity).length;
  return { errors: count(DiagnosticSeverity.Error), warnings: count(DiagnosticSeverity.Warning) };
}

function showState(item: LanguageStatusItem, state: 'starting' | 'failed'): void {
  if (state === 'starting') {
    item.severity = LanguageStatusSeverity.Information;
    item.text = l10n.t('Starting the language server');
    item.command = { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput };
    return;
  }
  item.severity = LanguageStatusSeverity.Error;
  item.text = l10n.t('The language server does not run');
  item.command = { title: l10n.t('Restart Language Server'), command: COMMAND_IDS.restartServer };
}

function showProblems(item: LanguageStatusItem, { errors, warnings }: Count, checking: boolean): void {
  item.severity =
    errors > 0
      ? LanguageStatusSeverity.Error
      : warnings > 0
        ? LanguageStatusSeverity.Warning
        : LanguageStatusSeverity.Information;
  const found =
    errors + warnings === 0 ? l10n.t('No problems') : l10n.t('Errors: {0}, warnings: {1}', errors, warnings);
  item.text = checking ? l10n.t('Checking') : found;
  item.detail = checking ? found : '';
  item.command = { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' };
}

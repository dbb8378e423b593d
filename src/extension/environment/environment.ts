import { commands, l10n, window, workspace } from 'vscode';
import type { Disposables } from '../disposables';
import { plainText } from '../run-list/plain';
import { setting } from '../settings';
import { chosenInterpreter, watchInterpreter } from './python-extension';
import { variablesOf } from './variables';

/**
 * What processes that work for runs get in their environment beside the editor's own: the user's variables and the
 * interpreter, which is that of the settings or, as one of several that are tried, the Python extension's. The editor itself leaves out what an untrusted workspace says of them (`restrictedConfigurations`).
 */
export function runEnvironment(): Readonly<Record<string, string>> {
  const python = setting('python').trim();
  const chosen = python === '' ? chosenInterpreter() : undefined;
  return {
    ...variablesOf(setting('environment')).variables,
    ...(python === '' ? {} : { STAGECRAFT_PYTHON: python }),
    ...(chosen === undefined ? {} : { STAGECRAFT_EDITOR_PYTHON: chosen }),
  };
}

/** Calls back when the environment's settings change, and warns of variables that are not handed on. */
export function watchEnvironment(disposables: Disposables, changed: () => void): void {
  disposables.add(
    workspace.onDidChangeConfiguration((event) => {
      const concerned = ['stagecraft.python', 'stagecraft.environment'];
      if (!concerned.some((key) => event.affectsConfiguration(key))) return;
      changed();
      void warn();
    }),
  );
  watchInterpreter(disposables, () => {
    if (setting('python').trim() === '') changed();
  });
  void warn();
}

async function warn(): Promise<void> {
  const { secret, unusable } = variablesOf(setting('environment'));
  const open = l10n.t('Open Settings');
  const messages = [
    ...(secret.length === 0
      ? []
      : [
          l10n.t(
            'Not handed to runs: {0}. Settings are plain text, so set what sounds like a secret in the environment that the editor is started from.',
            plainText(secret.join(', ')),
          ),
        ]),
    ...(unusable.length === 0
      ? []
      : [
          l10n.t(
            'Not handed to runs: {0}. A variable has a name of letters, digits and underscores, and a text as its value.',
            plainText(unusable.join(', ')),
          ),
        ]),
  ];
  for (const message of messages)
    if ((await window.showWarningMessage(message, open)) === open)
      await commands.executeCommand('workbench.action.openSettings', 'stagecraft.environment');
}

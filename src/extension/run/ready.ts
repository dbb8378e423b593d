import { DiagnosticSeverity, languages, l10n, workspace, type TextDocument, type Uri } from 'vscode';
import { Refusal } from '../refusal';
import { requireTrust } from './trust';

/** How long a save may take to reach the list of problems. */
const SETTLE_MS = 1000;

/**
 * Makes a curriculum ready to run: trusted, on this machine's disk, saved with the curricula beside it, and free of
 * known errors. Returns the saved file; throws a `Refusal` that says what is in the way.
 */
export async function readyToRun(document: TextDocument): Promise<Uri> {
  requireTrust();
  const { uri, changed } = await saved(document);
  if (uri.scheme !== 'file')
    throw new Refusal(
      l10n.t(
        'A run needs its files on the disk of the machine that trains: save a copy there and open that.',
      ),
    );
  const errors = await remainingErrors(uri, changed);
  if (errors > 0)
    throw new Refusal(
      errors === 1
        ? l10n.t('Nothing was started: {0} has an error.', workspace.asRelativePath(uri))
        : l10n.t('Nothing was started: {0} has {1} errors.', workspace.asRelativePath(uri), errors),
      { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' },
    );
  return uri;
}

/** Saves the curriculum, asking for a name where it has none, and every other changed curriculum: it may extend one. */
async function saved(document: TextDocument): Promise<{ uri: Uri; changed: boolean }> {
  const others = workspace.textDocuments.filter(
    (other) => other.languageId === 'curriculum' && other.isDirty && !other.isUntitled && other !== document,
  );
  const written = await Promise.all(others.map((other) => other.save()));
  if (!document.isDirty && !document.isUntitled) return { uri: document.uri, changed: written.length > 0 };
  const uri = await workspace.save(document.uri);
  if (uri === undefined || written.includes(false))
    throw new Refusal(l10n.t('Nothing was started: the curriculum was not saved.'));
  return { uri, changed: true };
}

const errorsOf = (uri: Uri): number =>
  languages.getDiagnostics(uri).filter(({ severity }) => severity === DiagnosticSeverity.Error).length;

/** Errors of a file; those of a text just changed are given a moment to follow. */
function remainingErrors(uri: Uri, changed: boolean): Promise<number> | number {
  if (!changed || errorsOf(uri) === 0) return errorsOf(uri);
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve(errorsOf(uri));
    };
    const timer = setTimeout(done, SETTLE_MS);
    const listener = languages.onDidChangeDiagnostics(() => {
      if (errorsOf(uri) === 0) done();
    });
  });
}

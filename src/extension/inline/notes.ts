import {
  Diagnostic,
  DiagnosticSeverity,
  l10n,
  languages,
  Uri,
  workspace,
  type Range,
  type TextDocument,
} from 'vscode';
import type { StageFailures } from '../../protocol';
import type { Disposables } from '../disposables';
import { plainText } from '../run-list/plain';
import { fromLine } from './from';
import { stagePlaces } from './places';
import type { FileAudit, StageAudits } from './stage-audits';

/** A share of rows that cannot be judged from which it is worth a word. */
export const MANY_UNJUDGED = 0.05;

/** Says in the Problems panel what makes an audit's figures worth less: aggregates only, never single failures. */
export function auditNotes(audits: StageAudits, disposables: Disposables): void {
  const shown = disposables.add(languages.createDiagnosticCollection('stagecraft-audit'));
  const showIn = async (document: TextDocument): Promise<void> => {
    const known = audits.of(document.uri.fsPath);
    const version = document.version;
    const notes = known === undefined ? [] : await notesOf(document, known);
    if (document.version !== version) return;
    if (notes.length > 0) shown.set(document.uri, notes);
    else shown.delete(document.uri);
  };
  const show = (): void => {
    for (const document of workspace.textDocuments)
      if (document.languageId === 'curriculum' && document.uri.scheme === 'file') void showIn(document);
  };
  disposables.add(audits.onChanged(show));
  disposables.add(workspace.onDidCloseTextDocument(({ uri }) => shown.delete(Uri.from(uri))));
}

async function notesOf(document: TextDocument, { stages, imports }: FileAudit): Promise<Diagnostic[]> {
  const places = stages.some((stage) => whatIsWrong(stage) !== undefined)
    ? await stagePlaces(document)
    : undefined;
  const ofStages = stages.flatMap((stage) => {
    const message = whatIsWrong(stage);
    const place = places?.get(stage.stage);
    return message === undefined || place === undefined ? [] : [note(place.name, message)];
  });
  const differing = imports.flatMap(({ model, benchmarks }) =>
    benchmarks.flatMap(({ name, differs }) =>
      differs === undefined ? [] : [`${plainText(model, 60)}, ${plainText(name, 60)}: ${plainText(differs)}`],
    ),
  );
  const from = differing.length === 0 ? undefined : fromLine(document.getText());
  if (from === undefined) return ofStages;
  const line = document.lineAt(from.line).range;
  return [...ofStages, note(line, differing.slice(0, 5).join('\n'))];
}

function whatIsWrong({ accuracy, withheld }: StageFailures): string | undefined {
  if (withheld !== undefined)
    return l10n.t('The audit withholds its share of perception: {0}', plainText(withheld));
  const unjudged = accuracy.excluded.reduce((sum, { n }) => sum + n, 0);
  return unjudged / Math.max(1, accuracy.n + unjudged) > MANY_UNJUDGED
    ? l10n.t(
        '{0} of {1} held-out rows could not be judged: the figures of the audit are of the others alone.',
        unjudged,
        accuracy.n + unjudged,
      )
    : undefined;
}

function note(range: Range, message: string): Diagnostic {
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Information);
  diagnostic.source = 'stagecraft audit';
  return diagnostic;
}

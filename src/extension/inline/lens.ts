import {
  CodeLens,
  EventEmitter,
  l10n,
  languages,
  Range,
  workspace,
  type CodeLensProvider,
  type TextDocument,
} from 'vscode';
import type { StageFailures } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import type { Disposable } from '../disposables';
import { plainText } from '../run-list/plain';
import { isAsRun } from './as-run';
import { fromLine } from './from';
import { stagePlaces, type StagePlace } from './places';
import type { FileAudit, StageAudits } from './stage-audits';
import { share, stageTitle, type AuditWords } from './title';

/** Shows above each stage what the newest audit says of it, and what can be done about it. */
export function auditLenses(
  audits: StageAudits,
  { server, disposables }: Pick<Parts, 'server' | 'disposables'>,
): void {
  const changes = disposables.add(new EventEmitter<void>());
  disposables.add(audits.onChanged(() => changes.fire()));
  disposables.add(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stagecraft.codeLens')) changes.fire();
    }),
  );
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changes.event,
    provideCodeLenses: async (document) => {
      const known = audits.of(document.uri.fsPath);
      if (known === undefined) return [];
      const places = known.stages.length === 0 ? undefined : await stagePlaces(document);
      return [
        ...known.stages.flatMap((stage) => {
          const place = places?.get(stage.stage);
          return place === undefined ? [] : stageLenses(document, stage, place, known);
        }),
        ...importLenses(document, known),
      ];
    },
  };
  // Of two providers the newer one comes first: what an audit says is read before what could be run.
  let registered: Disposable | undefined;
  const register = (): void => {
    registered?.dispose();
    registered = languages.registerCodeLensProvider({ language: 'curriculum', scheme: 'file' }, provider);
  };
  disposables.add(server.onRunning(register));
  disposables.add({ dispose: () => registered?.dispose() });
}

function stageLenses(
  document: TextDocument,
  stage: StageFailures,
  { name, whole }: StagePlace,
  { run }: FileAudit,
): readonly CodeLens[] {
  const isSame = run === undefined || isAsRun(document.getText(lines(whole)), run.text);
  const about = { set: stage.set, filter: { datasets: stage.datasets } };
  const title = stageTitle(stage, words(), isSame ? undefined : timeOf(run.created));
  const at = new Range(name.start, name.start);
  const here = { uri: document.uri.toString(), stage: stage.stage };
  const browse = new CodeLens(at, {
    title,
    tooltip: tooltip(stage),
    command: COMMAND_IDS.browseFailures,
    arguments: [about],
  });
  if (stage.failures === 0) return [browse];
  return [
    browse,
    new CodeLens(at, {
      title: l10n.t('Read Here'),
      tooltip: l10n.t('Reads the failures one after another, below this line'),
      command: COMMAND_IDS.browseFailuresHere,
      arguments: [here],
    }),
    new CodeLens(at, {
      title: l10n.t('Draft Stage'),
      tooltip: l10n.t('Writes a stage that trains on these failures'),
      command: COMMAND_IDS.draftStage,
      arguments: [{ ...about, ...here }],
    }),
  ];
}

/** Whole lines: a stage begins behind its dash. */
const lines = ({ start, end }: Range): Range => new Range(start.line, 0, end.line, Number.MAX_SAFE_INTEGER);

function importLenses(document: TextDocument, { imports }: FileAudit): readonly CodeLens[] {
  const from = imports.length === 0 ? undefined : fromLine(document.getText());
  if (from === undefined) return [];
  const at = new Range(from.line, 0, from.line, 0);
  return imports.map(
    ({ dir, model, failures, rows, benchmarks }) =>
      new CodeLens(at, {
        title: l10n.t(
          'audit of {0}: {1} failures of {2} - Browse',
          plainText(model, 40),
          failures.toLocaleString('en-US'),
          rows.toLocaleString('en-US'),
        ),
        tooltip: benchmarks.map(({ name, accuracy }) => `${plainText(name)}: ${share(accuracy)}`).join('\n'),
        command: COMMAND_IDS.browseFailures,
        arguments: [{ set: dir }],
      }),
  );
}

function tooltip({ accuracy, method, withheld, datasets }: StageFailures): string {
  const parts = [
    l10n.t('Held-out rows of {0}: accuracy {1}', plainText(datasets.join(', ')), share(accuracy)),
    method === undefined ? '' : l10n.t('Attributed by {0}', method),
    withheld === undefined ? '' : plainText(withheld),
  ];
  return parts.filter(Boolean).join('\n');
}

const timeOf = (created: string): string =>
  new Date(created).toLocaleString(undefined, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

const words = (): AuditWords => ({
  failures: (n) => l10n.t('{0} failures', n),
  noFailures: (n) => l10n.t('no failures of {0}', n),
  perception: (rate) => l10n.t('perception {0}', rate),
  withheld: l10n.t('perception withheld'),
  open: (n) => l10n.t('of {0}, not attributed', n),
  ofRun: (time) => l10n.t('of run {0}, stage edited since', time),
  browse: l10n.t('Browse'),
});

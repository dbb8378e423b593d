import {
  commands,
  l10n,
  MarkdownString,
  ThemeColor,
  Uri,
  window,
  workspace,
  type DecorationOptions,
  type DocumentSymbol,
  type Range,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
} from 'vscode';
import type { Parts } from '../context';
import { setting } from '../settings';
import { iconAddress } from './icon';
import { marksOf, newestByFile, type MarkIcon, type MarkWords, type StageMark } from './mark';

/** Milliseconds between two looks at what has changed: as often as a figure can be read. */
const EVERY_MS = 250;
/** Milliseconds until a server that is still starting is asked again where the stages are. */
const AGAIN_MS = 1000;

const ICONS: readonly MarkIcon[] = ['running', 'done', 'failed', 'queued', 'stopped'];

/** Shows beside each stage of a curriculum how it stands in the curriculum's newest run, while there is one. */
export function runMarks({ runs, server, disposables }: Parts): void {
  const types = new Map(ICONS.map((icon) => [icon, disposables.add(decorationType(icon))]));
  const shown = new WeakSet<TextEditor>();
  let timer: NodeJS.Timeout | undefined;

  const showIn = async (editor: TextEditor, marks: ReadonlyMap<string, StageMark>): Promise<void> => {
    const { document } = editor;
    const { version } = document;
    const places = marks.size === 0 ? new Map<string, Range>() : await stagePlaces(document);
    if (places === undefined) lookIn(AGAIN_MS);
    // Another look follows a text that has changed meanwhile.
    if (places === undefined || document.version !== version) return;
    if (marks.size === 0 && !shown.has(editor)) return;
    shown.add(editor);
    for (const [icon, type] of types)
      editor.setDecorations(
        type,
        [...marks].flatMap(([stage, mark]) => {
          const range = places.get(stage);
          return mark.icon === icon && range !== undefined ? [decoration(range, mark)] : [];
        }),
      );
  };

  const look = (): void => {
    timer = undefined;
    const newest = newestByFile(runs.list());
    const enabled = setting('runStatus.enabled');
    for (const editor of window.visibleTextEditors) {
      const { languageId, uri } = editor.document;
      if (languageId !== 'curriculum' || uri.scheme !== 'file') continue;
      const run = enabled ? newest.get(uri.fsPath) : undefined;
      void showIn(editor, run === undefined ? new Map<string, StageMark>() : marksOf(run, words()));
    }
  };
  const lookIn = (ms: number): void => {
    timer ??= setTimeout(look, ms);
  };
  const lookSoon = (): void => lookIn(EVERY_MS);

  disposables.add({ dispose: () => clearTimeout(timer) });
  disposables.add(runs.onChanged(lookSoon));
  disposables.add(server.onRunning(lookSoon));
  disposables.add(window.onDidChangeVisibleTextEditors(lookSoon));
  disposables.add(
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === 'curriculum') lookSoon();
    }),
  );
  disposables.add(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stagecraft.runStatus')) lookSoon();
    }),
  );
  lookSoon();
}

function decorationType(icon: MarkIcon): TextEditorDecorationType {
  const picture = (theme: 'light' | 'dark') => ({ gutterIconPath: Uri.parse(iconAddress(icon, theme)) });
  return window.createTextEditorDecorationType({
    gutterIconSize: 'contain',
    light: picture('light'),
    dark: picture('dark'),
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 1ch 0 2ch' },
  });
}

function decoration(range: Range, { text, hover }: StageMark): DecorationOptions {
  return {
    range,
    // Appended as text: names and reasons come from a run folder.
    hoverMessage: hover.split('\n').map((line) => new MarkdownString().appendText(line)),
    ...(text === '' ? {} : { renderOptions: { after: { contentText: text } } }),
  };
}

/** Where each stage is named; undefined while the server does not say. Stages of a variant have the base's places. */
async function stagePlaces({ uri }: TextDocument): Promise<ReadonlyMap<string, Range> | undefined> {
  const outline = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  if (outline === undefined) return undefined;
  const stages = outline.find(({ name }) => name === 'stages')?.children ?? [];
  return new Map(stages.map(({ name, selectionRange }) => [name, selectionRange]));
}

const words = (): MarkWords => ({
  state: (state) =>
    ({
      running: l10n.t('running'),
      done: l10n.t('done'),
      failed: l10n.t('failed'),
      stopped: l10n.t('stopped'),
      interrupted: l10n.t('interrupted'),
      waiting: l10n.t('waiting'),
    })[state],
  queued: l10n.t('queued'),
  rehearsal: l10n.t('rehearsal'),
  best: (score, step) => l10n.t('Best checkpoint: {0} at step {1}', score, step),
  run: (title, time) => l10n.t('Run {0} of {1}', title, new Date(time).toLocaleString()),
});

import { stat } from 'node:fs/promises';
import {
  MarkdownString,
  Uri,
  window,
  workspace,
  ThemeColor,
  languages,
  l10n,
  Hover,
  OverviewRulerLane,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { ItemRow } from '../../protocol';
import { withPictures } from '../audit-browser';
import { workspaceRoots } from '../audits/model';
import { failureText, failureWords, verdictText } from '../comments';
import type { Parts } from '../context';
import { imageFolders } from '../pages/folders';
import { isAuditing } from './enabled';
import { mayHaveAudits } from './may-have';
import { isRowOf, idIn } from './row-line';
import { rowNote } from './title';

/** Larger files are left alone: what they hold is read in the audit browser. */
export const LARGEST_BYTES = 20_000_000;
const SETTLE_MS = 150;
/** Lines above and below what is seen, and lines asked for at once. */
const AROUND = 40;
const MOST = 500;
/** Characters of a line whose end is still seen. */
const LONG_LINE = 90;

interface Known {
  readonly set: string;
  /** By line from 0; null: asked, and nothing is to be said. */
  readonly rows: Map<number, ItemRow | null>;
}

/** Shows at lines of data sets and predictions what the newest audit says of their rows: of those that are seen alone. */
export function rowMarks(parts: Parts): void {
  const { audits, auditor, disposables } = parts;
  const type = disposables.add(
    window.createTextEditorDecorationType({
      isWholeLine: true,
      overviewRulerLane: OverviewRulerLane.Left,
      overviewRulerColor: new ThemeColor('editorOverviewRuler.errorForeground'),
      gutterIconPath: Uri.parse(DOT),
      gutterIconSize: 'contain',
    }),
  );
  const known = new Map<string, Known>();
  const fits = new Map<string, boolean>();
  let timer: NodeJS.Timeout | undefined;

  const paint = (editor: TextEditor, rows: Known['rows'] | undefined): void => {
    const { document } = editor;
    editor.setDecorations(
      type,
      [...(rows ?? [])].flatMap(([line, row]) => {
        if (row?.correct !== false || line >= document.lineCount) return [];
        const { range, text } = document.lineAt(line);
        // The end of a long line is out of sight.
        const side = text.length > LONG_LINE ? 'before' : 'after';
        const margin = side === 'before' ? '0 1ch 0 0' : '0 0 0 2ch';
        return [{ range, renderOptions: { [side]: { contentText: rowNote(row), color: COLOUR, margin } } }];
      }),
    );
  };
  const look = async (editor: TextEditor): Promise<void> => {
    const { document } = editor;
    const { uri, version } = document;
    const file = uri.fsPath;
    if (!isAuditing(uri) || !isRowFile(document) || !mayHaveAudits()) {
      if (known.delete(file)) paint(editor, undefined);
      return;
    }
    if (!(fits.get(file) ?? (await isSmall(file, fits)))) return;
    await audits.start();
    const before = known.get(file);
    const wanted = seenLines(editor).filter((line) => before?.rows.has(line) !== true);
    if (wanted.length > 0) {
      const lines = wanted.slice(0, MOST).map((line) => {
        const id = idIn(document.lineAt(line).text);
        return { line: line + 1, ...(id === undefined ? {} : { id }) };
      });
      const { set, rows } = await auditor.ask('lines', { file, lines });
      if (document.version !== version) return;
      const now = before !== undefined && before.set === set ? before : { set: set ?? '', rows: new Map() };
      for (const { line } of lines) now.rows.set(line - 1, null);
      for (const { line, item } of rows)
        if (isRowOf(document.lineAt(line - 1).text, item)) now.rows.set(line - 1, item);
      known.set(file, now);
    }
    paint(editor, known.get(file)?.rows);
  };
  const lookSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const editor of window.visibleTextEditors)
        if (editor.document.uri.scheme === 'file')
          void look(editor).catch((error: unknown) => parts.log.debug(`Rows: ${String(error)}`));
    }, SETTLE_MS);
  };
  const forget = (): void => {
    known.clear();
    lookSoon();
  };

  disposables.add({ dispose: () => clearTimeout(timer) });
  disposables.add(window.onDidChangeVisibleTextEditors(lookSoon));
  disposables.add(window.onDidChangeTextEditorVisibleRanges(lookSoon));
  disposables.add(audits.onChanged(forget));
  disposables.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Lines have other numbers now: what is shown is looked at again.
      if (contentChanges.length > 0 && known.delete(document.uri.fsPath)) lookSoon();
    }),
  );
  disposables.add(
    workspace.onDidCloseTextDocument(({ uri }) => {
      known.delete(uri.fsPath);
      fits.delete(uri.fsPath);
    }),
  );
  disposables.add(
    auditor.onEvent((event) => {
      if (event.type === 'changed' || event.type === 'again') forget();
    }),
  );
  disposables.add(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stagecraft.audit')) lookSoon();
    }),
  );
  disposables.add(
    languages.registerHoverProvider(
      { scheme: 'file', pattern: '**/*.jsonl' },
      {
        provideHover: async ({ uri }, { line }) => {
          const found = known.get(uri.fsPath);
          const row = found?.rows.get(line);
          if (found === undefined || row?.correct !== false) return undefined;
          return new Hover(await hoverText(parts, found.set, row.index));
        },
      },
    ),
  );
  lookSoon();
}

async function hoverText({ auditor, audits }: Parts, set: string, index: number): Promise<MarkdownString[]> {
  const folders = imageFolders(workspaceRoots, () => workspace.isTrusted);
  folders.take(audits.get(set)?.folders ?? []);
  const item = withPictures(await auditor.ask('item', { set, index }), set, folders.list(), {
    toUri: (file) => Uri.file(file).toString(),
    outside: (file) => l10n.t('{0} lies outside of the folders that may be shown.', file),
  });
  return [failureText(item, failureWords()), verdictText(item, failureWords())].map((markdown) => {
    const text = new MarkdownString(markdown);
    text.isTrusted = false;
    text.supportHtml = false;
    return text;
  });
}

const isRowFile = ({ uri }: TextDocument): boolean =>
  uri.fsPath.endsWith('.jsonl') && workspace.getWorkspaceFolder(uri) !== undefined;

async function isSmall(file: string, fits: Map<string, boolean>): Promise<boolean> {
  const small = await stat(file).then(
    ({ size }) => size <= LARGEST_BYTES,
    () => false,
  );
  fits.set(file, small);
  return small;
}

function seenLines({ document, visibleRanges }: TextEditor): readonly number[] {
  const lines = new Set<number>();
  for (const { start, end } of visibleRanges) {
    const last = Math.min(document.lineCount - 1, end.line + AROUND);
    for (let line = Math.max(0, start.line - AROUND); line <= last; line += 1) lines.add(line);
  }
  return [...lines];
}

const COLOUR = new ThemeColor('editorError.foreground');
/** At least 3:1 on the backgrounds of the editor's themes. */
const DOT = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><path d="M5 5l6 6M11 5l-6 6" stroke="#e0503f" stroke-width="1.75" stroke-linecap="round"/></svg>',
).toString('base64')}`;

import {
  commands,
  l10n,
  Position,
  Range,
  Uri,
  window,
  workspace,
  TerminalLink,
  type TerminalLinkProvider,
} from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import { dirname } from 'node:path';
import { findLinks, type FoundLink } from './find-links';
import { inLine } from './in-line';
import { locate } from './locate';
import type { LogView } from './view';

class LogLink extends TerminalLink {
  constructor(
    { start, length }: FoundLink,
    tooltip: string,
    readonly open: () => Thenable<unknown>,
  ) {
    super(start, length, tooltip);
  }
}

/**
 * Links in the terminals of logs: to files of the workspace and of the run, to rows, and to what is written about a
 * known failure. `viewOf` knows our terminals; in others there are none of these links.
 */
export function logLinks(
  viewOf: (terminal: LogView['terminal']) => LogView | undefined,
  extensionUri: Uri,
): TerminalLinkProvider<LogLink> {
  return {
    provideTerminalLinks: async ({ line, terminal }) => {
      const view = viewOf(terminal);
      if (view === undefined) return [];
      const links: LogLink[] = [];
      for (const found of findLinks(line)) {
        const target = await targetOf(found, view, extensionUri);
        if (target !== undefined) links.push(new LogLink(found, target.tooltip, target.open));
      }
      return links;
    },
    handleTerminalLink: async ({ open }) => {
      await open();
    },
  };
}

/** What a link says and opens; a tooltip is plain text to the editor. */
async function targetOf(
  found: FoundLink,
  { session }: LogView,
  extensionUri: Uri,
): Promise<{ readonly tooltip: string; readonly open: LogLink['open'] } | undefined> {
  switch (found.kind) {
    case 'file': {
      const path = await locate(found.path, foldersOf(session.run));
      if (path === undefined) return undefined;
      return { tooltip: inLine(path), open: () => openAt(path, found) };
    }
    case 'row': {
      const { file, variant } = session.run;
      if (file === undefined) return undefined;
      const argument = {
        uri: Uri.file(file).toString(),
        ...(variant === undefined ? {} : { variant }),
        ...(session.stage === undefined ? {} : { stage: session.stage }),
        row: found.row,
      };
      return {
        tooltip: inLine(l10n.t('Take row {0} through prompt, model and reward', found.row)),
        open: () => commands.executeCommand(COMMAND_IDS.debugSample, argument),
      };
    }
    case 'finding':
      return {
        tooltip: l10n.t('What is known about this failure'),
        open: () =>
          commands.executeCommand(
            'markdown.showPreview',
            Uri.joinPath(extensionUri, 'docs', 'reference.md').with({ fragment: `sc6${found.id.slice(1)}` }),
          ),
      };
  }
}

/** Where a log's files may lie: the workspace, the run's own folder, and the curriculum's, which paths are relative to. */
const foldersOf = ({ dir, root, file }: LogView['session']['run']): readonly string[] => [
  ...(workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : [])),
  root,
  dir,
  ...(file === undefined ? [] : [dirname(file)]),
];

async function openAt(
  path: string,
  { line = 1, column = 1 }: { line?: number; column?: number },
): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(path));
  const at = document.validatePosition(new Position(Math.max(0, line - 1), Math.max(0, column - 1)));
  await window.showTextDocument(document, { selection: new Range(at, at) });
}

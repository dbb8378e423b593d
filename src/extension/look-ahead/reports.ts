import { EventEmitter, Uri, workspace } from 'vscode';
import type { Disposables } from '../disposables';

const SCHEME = 'stagecraft-report';

/** Read-only texts, each under an address of its own, for as long as their documents are open. */
export interface Reports {
  /** Keeps a text; opening the address shows it. The same title replaces what it held before. */
  keep(title: string, text: string): Uri;
}

/** Provides the documents of reports. */
export function reportTexts(disposables: Disposables): Reports {
  const kept = new Map<string, string>();
  const changed = disposables.add(new EventEmitter<Uri>());
  disposables.add(
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => kept.get(uri.toString()) ?? '',
    }),
  );
  disposables.add(workspace.onDidCloseTextDocument(({ uri }) => kept.delete(uri.toString())));
  return {
    keep: (title, text) => {
      const uri = Uri.from({
        scheme: SCHEME,
        path: `/${title
          .replaceAll(/[/\\?#:*"<>|\s]+/g, ' ')
          .replace(/[ .]+$/, '')
          .trim()}.txt`,
      });
      kept.set(uri.toString(), text);
      changed.fire(uri);
      return uri;
    },
  };
}

import type { InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver/node';
import { placeOfUri } from '../documents/place';

/** The folders of a workspace that lie on this machine. */
export interface WorkspaceFolders {
  /** Absolute. */
  paths(): readonly string[];
  /** Applies a change; tells the folders after it. */
  change(event: WorkspaceFoldersChangeEvent): readonly string[];
}

/** The folders as `initialize` names them, in any of the protocol's ways. */
export function foldersOf(params: InitializeParams): WorkspaceFolders {
  const { workspaceFolders, rootUri } = params as {
    readonly workspaceFolders?: InitializeParams['workspaceFolders'];
    /** What clients sent before a workspace could have several folders. */
    readonly rootUri?: unknown;
  };
  const first = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  const uris = new Set(first);
  const paths = (): readonly string[] =>
    [...uris].flatMap((uri) => {
      const { path, onDisk } = placeOfUri(uri);
      return onDisk ? [path] : [];
    });
  return {
    paths,
    change: ({ added, removed }) => {
      for (const { uri } of removed) uris.delete(uri);
      for (const { uri } of added) uris.add(uri);
      return paths();
    },
  };
}

import {
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver/node';
import { placeOfUri } from '../documents/place';
import type { Session } from '../session';
import { filesOf } from './mentions';
import { openWatch, type Watch } from './watch';

/** What an editor watches for us: curricula, data files, prompts, reward functions. */
const PATTERNS = [
  '**/*.{yaml,yml}',
  '**/*.{jsonl,ndjson,json,csv,tsv,parquet}',
  '**/*.{jinja,jinja2,j2}',
  '**/*.py',
];

/** Follows the files that open curricula name. */
export interface Watching {
  readonly start: () => void;
  /** The files may be others now. */
  readonly update: () => void;
}

/** By the editor where it can watch files for a server, else by ourselves. */
export function watchFiles(
  connection: Connection,
  client: ClientCapabilities,
  current: () => Session,
): Watching {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const { path, onDisk } = placeOfUri(uri);
      if (onDisk) current().fileChanged(path);
    }
  });
  const byEditor = client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  const log = (text: string): void => connection.console.warn(text);
  let watch: Watch | undefined;
  const update = (): void => {
    const files = current()
      .documents.all()
      .flatMap((document) => [...filesOf(document.snapshot())]);
    watch?.set(new Set(files));
  };
  return {
    start: () => {
      if (byEditor) {
        const watchers = PATTERNS.map((globPattern) => ({ globPattern }));
        connection.client
          .register(DidChangeWatchedFilesNotification.type, { watchers })
          .catch((error: unknown) => log(`Files are not watched: ${String(error)}`));
      } else {
        watch = openWatch((path) => current().fileChanged(path), log);
        update();
      }
    },
    update,
  };
}

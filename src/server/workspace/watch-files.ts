import {
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver/node';
import type { OpenDocument } from '../documents/document';
import { placeOfUri } from '../documents/place';
import { dataFolders, lies } from '../data/folders';
import type { Session } from '../session';
import { filesOf } from './mentions';
import { openWatch, type Watch, type WatchedFile } from './watch';

/** What an editor watches for us: curricula, data files, prompts, reward functions. */
const PATTERNS = [
  '**/*.{yaml,yml}',
  '**/*.{jsonl,ndjson,json,csv,tsv,parquet}',
  '**/*.{jinja,jinja2,j2}',
  '**/*.py',
];

/** Files watched at most: a curriculum names a few. */
const MOST_FILES = 300;
/** Milliseconds without typing before the files that are named are looked up anew. */
const REST = 400;

/** The files that a document names and that lie where it may be read from. */
function watchedOf(document: OpenDocument, workspace: readonly string[]): readonly WatchedFile[] {
  const folders = dataFolders(document.snapshot(), workspace);
  return [...filesOf(document)].flatMap((path) => {
    const within = folders.find((folder) => path !== folder && lies(path, folder));
    return within === undefined ? [] : [{ path, within }];
  });
}

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
  let timer: NodeJS.Timeout | undefined;
  /** When the documents first were others than those that are watched for. */
  let since: number | undefined;
  const look = (): void => {
    timer = undefined;
    const session = current();
    const files = session.documents.all().flatMap((document) => watchedOf(document, session.folders()));
    watch?.set(files.slice(0, MOST_FILES), since ?? Date.now());
    since = undefined;
  };
  // A path is typed letter by letter, and each of its beginnings is a path, too.
  const update = (): void => {
    if (watch === undefined) return;
    since ??= Date.now();
    clearTimeout(timer);
    timer = setTimeout(look, REST);
    timer.unref();
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
        look();
      }
    },
    update,
  };
}

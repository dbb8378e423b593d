import type { ServerOptions, ServerSettings } from '../protocol';
import type { CompleteOptions } from '../service';
import { openChecks, type Checks, type Progress } from './diagnostics/checks';
import { openFindings } from './diagnostics/findings';
import { openPublisher } from './diagnostics/publisher';
import { diagnosticsOf } from './diagnostics/show';
import { openDataClient, type DataClient } from './data/client';
import { openKnowledge, type Knowledge } from './data/known';
import type { ContentChange, OpenDocument } from './documents/document';
import { openDocuments, type Documents } from './documents/store';
import { mentionsFile } from './workspace/mentions';
import { DEFAULT_SETTINGS } from './settings';

/** What the session needs of the editor; the connection gives it. */
export interface Editor {
  readonly publish: Parameters<typeof openPublisher>[0];
  /** Stages were planned anew: hints and lenses that show figures are out of date. */
  readonly refresh: () => void;
  readonly progress: (document: OpenDocument) => Progress;
  readonly log: (text: string) => void;
  /** The files that open documents name have changed: which to watch must be looked up anew. */
  readonly filesChanged: () => void;
}

/** What `initialize` says. */
export interface SessionOptions extends ServerOptions {
  readonly cacheFolder: string;
  /** Absolute paths. */
  readonly folders: readonly string[];
  /** What the editor can do with completions. */
  readonly completion: CompleteOptions;
  /** Whether the editor shows hovers as Markdown; else they are plain text. */
  readonly hoverMarkdown: boolean;
  /** Address of the reference page, when there is one. */
  readonly reference?: string;
}

/** One editor's open documents and all that is known of them. */
export interface Session {
  readonly options: SessionOptions;
  readonly documents: Documents;
  readonly knowledge: Knowledge;
  readonly client: DataClient;
  settings(): ServerSettings;
  /** The workspace's folders. */
  folders(): readonly string[];
  opened(input: { readonly uri: string; readonly version: number; readonly text: string }): void;
  /** False when the change makes no sense, so that the texts are no longer the same. */
  changed(uri: string, version: number, changes: readonly ContentChange[]): boolean;
  saved(uri: string): void;
  closed(uri: string): void;
  /** A file of the disk was changed, made or deleted. */
  fileChanged(path: string): void;
  /** What was found in a run of a curriculum; false when the message makes no sense. */
  found(params: unknown): boolean;
  configured(settings: ServerSettings): void;
  foldersChanged(folders: readonly string[]): void;
  stop(): void;
}

/** Milliseconds after a keystroke before its diagnostics are made: one burst of changes is one analysis. */
const COALESCE = 2;
/** Milliseconds without typing before data is looked at. */
const QUIET = 250;

/** Opens a session; the data process is started when first needed. */
export function openSession(options: SessionOptions, editor: Editor): Session {
  const documents = openDocuments();
  let settings = DEFAULT_SETTINGS;
  let folders = options.folders;
  const client = openDataClient({ cache: options.cacheFolder, log: editor.log });
  const knowledge = openKnowledge({
    client,
    workspace: () => folders,
    enabled: () => settings.checkData !== 'never',
  });
  const publisher = openPublisher(editor.publish);
  const findings = openFindings();
  const show = (document: OpenDocument): void => {
    const newest = documents.get(document.uri);
    if (newest === undefined) return;
    const found = diagnosticsOf(newest, [...checks.found(newest.uri), ...findings.of(newest)], {
      openUri: (path) => documents.at(path)?.uri,
      ...(options.reference === undefined ? {} : { reference: options.reference }),
    });
    publisher.set(newest.uri, newest.version, found);
  };
  const checks: Checks = openChecks({
    client,
    workspace: () => folders,
    overlays: () =>
      Object.fromEntries(documents.all().flatMap(({ path, text, onDisk }) => (onDisk ? [[path, text]] : []))),
    newest: (uri) => documents.get(uri),
    onFound: show,
    onStages: ({ uri }, planned) => {
      knowledge.forgetStages(uri);
      for (const { variant, stages } of planned) knowledge.setStages(uri, variant, stages);
      editor.refresh();
    },
    onChecked: (path, counts) => knowledge.setChecked(path, counts),
    progress: editor.progress,
    log: editor.log,
  });

  const dirty = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const uris = [...dirty];
    dirty.clear();
    for (const uri of uris) {
      const document = documents.get(uri);
      if (document === undefined) continue;
      try {
        show(document);
      } catch (error) {
        editor.log(`The problems of ${uri} could not be told: ${stackOf(error)}`);
      }
    }
    editor.filesChanged();
  };
  const mark = (uri: string): void => {
    dirty.add(uri);
    timer ??= setTimeout(flush, COALESCE);
  };
  /** Shows a document's problems soon, and checks its data when the settings say so. */
  const refresh = (document: OpenDocument, when: 'now' | 'quiet' | 'typed'): void => {
    mark(document.uri);
    if (settings.checkData === 'never') return;
    if (when === 'typed' && settings.checkData === 'onSave') return;
    checks.schedule(document, when === 'now' ? COALESCE : QUIET);
  };
  const reread = (path: string): void => {
    for (const document of documents.reread(path)) refresh(document, 'quiet');
  };
  return {
    options,
    documents,
    knowledge,
    client,
    settings: () => settings,
    folders: () => folders,
    opened: (input) => {
      const document = documents.open(input);
      refresh(document, 'now');
      if (document.onDisk) reread(document.path);
    },
    changed: (uri, version, changes) => {
      const change = documents.change(uri, version, changes);
      if (change === undefined) return false;
      const { document, applied } = change;
      checks.changed(document, applied);
      refresh(document, 'typed');
      if (document.onDisk) reread(document.path);
      return true;
    },
    saved: (uri) => {
      const document = documents.get(uri);
      if (document === undefined) return;
      client.forgive();
      refresh(document, 'quiet');
    },
    closed: (uri) => {
      const document = documents.close(uri);
      if (document === undefined) return;
      checks.forget(uri);
      knowledge.forgetStages(uri);
      publisher.clear(uri);
      // From now on the disk's text counts for those that extend it.
      if (document.onDisk) reread(document.path);
      editor.filesChanged();
    },
    fileChanged: (path) => {
      client.forgive();
      knowledge.fileChanged(path);
      if (documents.at(path) === undefined) reread(path);
      for (const document of documents.all()) {
        if (document.onDisk && mentionsFile(document, path)) refresh(document, 'quiet');
      }
    },
    found: (params) => {
      if (!findings.set(params)) return false;
      const document = documents.at(params.file);
      if (document !== undefined) mark(document.uri);
      return true;
    },
    configured: (next) => {
      const before = settings;
      settings = next;
      if (before.checkData !== next.checkData) {
        for (const document of documents.all()) {
          if (next.checkData === 'never') checks.forget(document.uri);
          refresh(document, 'quiet');
        }
      }
      editor.refresh();
    },
    foldersChanged: (next) => {
      folders = next;
      for (const document of documents.all()) refresh(document, 'quiet');
    },
    stop: () => {
      clearTimeout(timer);
      for (const { uri } of documents.all()) checks.forget(uri);
      client.stop();
    },
  };
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

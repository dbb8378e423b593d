import { createAnalyzer } from '../../language';
import type { Snapshot } from '../../service';
import {
  applyChanges,
  openDocument,
  type AppliedChange,
  type ContentChange,
  type OpenDocument,
} from './document';
import { diskReader } from './disk';

/** The texts that the editor has open, each in its newest version. */
export interface Documents {
  get(uri: string): OpenDocument | undefined;
  /** The open document of a file. */
  at(path: string): OpenDocument | undefined;
  all(): readonly OpenDocument[];
  open(input: { readonly uri: string; readonly version: number; readonly text: string }): OpenDocument;
  /** Applies a client's changes; nothing when the document is not open or the changes make no sense. */
  change(
    uri: string,
    version: number,
    changes: readonly ContentChange[],
  ): { readonly document: OpenDocument; readonly applied: readonly AppliedChange[] } | undefined;
  close(uri: string): OpenDocument | undefined;
  /** A file that some documents extend has changed: these are analysed anew; tells which. */
  reread(path: string): readonly OpenDocument[];
  /** The open text of a file, else the disk's. */
  readonly read: (path: string) => string | undefined;
}

/** Makes the store; one analyzer serves all its documents. */
export function openDocuments(): Documents {
  const analyzer = createAnalyzer();
  const disk = diskReader();
  const open = new Map<string, OpenDocument>();
  const paths = new Map<string, string>();
  const at = (path: string): OpenDocument | undefined => {
    const uri = paths.get(path);
    return uri === undefined ? undefined : open.get(uri);
  };
  const read = (path: string): string | undefined => {
    const document = at(path);
    return document === undefined ? disk(path) : document.text;
  };
  const put = (input: Parameters<Documents['open']>[0], last?: Snapshot): OpenDocument => {
    const { uri, version, text } = input;
    const document = openDocument({ uri, version, text }, analyzer, read, last);
    open.set(uri, document);
    if (document.onDisk) paths.set(document.path, uri);
    return document;
  };
  return {
    get: (uri) => open.get(uri),
    at,
    all: () => [...open.values()],
    open: (input) => put(input),
    change: (uri, version, changes) => {
      const before = open.get(uri);
      const after = before && applyChanges(before.text, changes);
      if (after === undefined) return undefined;
      const last = after.isInLine ? before?.analysed() : undefined;
      return { document: put({ uri, version, text: after.text }, last), applied: after.applied };
    },
    close: (uri) => {
      const document = open.get(uri);
      open.delete(uri);
      if (document !== undefined && paths.get(document.path) === uri) paths.delete(document.path);
      return document;
    },
    reread: (path) =>
      [...open.values()]
        .filter((document) => document.path !== path && document.bases().has(path))
        .map((document) => put(document)),
    read,
  };
}

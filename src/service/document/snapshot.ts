import { URI } from 'vscode-uri';
import type { Analysis } from '../../language';

/** One version of an open curriculum, analysed. Every feature is a function of it; it never changes. */
export interface Snapshot extends Analysis {
  /** The URI as the editor wrote it. */
  readonly uri: string;
  /** Absolute path; for a document that lies on no disk, the path of its URI. */
  readonly path: string;
  /** The editor's version of the text. */
  readonly version: number;
  /** Whether the document lies on this machine's disk, so that paths in it can be looked up. */
  readonly onDisk: boolean;
}

/** The URI under which an editor knows a file of this machine. */
export const uriOf = (path: string): string => URI.file(path).toString();

import { resolve } from 'node:path';
import { URI } from 'vscode-uri';

/** Where a document lies. */
export interface DocumentPlace {
  /** Absolute; of a document that lies on no disk of this machine, a path that stands for it. */
  readonly path: string;
  readonly onDisk: boolean;
}

/** The place of a URI; a text that is none stands for a document that lies nowhere. */
export function placeOfUri(uri: string): DocumentPlace {
  try {
    const parsed = URI.parse(uri);
    const onDisk = parsed.scheme === 'file';
    return { path: resolve(onDisk ? parsed.fsPath : parsed.path), onDisk };
  } catch {
    return { path: resolve('/', 'unnamed'), onDisk: false };
  }
}

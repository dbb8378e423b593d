import type { Diagnostic } from 'vscode-languageserver-types';
import type { Problem } from '../../protocol';
import { atDatasets, toDiagnostics, uriOf } from '../../service';
import type { OpenDocument } from '../documents/document';

interface Context {
  /** The URI under which the editor has a file open. */
  readonly openUri: (path: string) => string | undefined;
  readonly reference?: string;
}

/** All that a document says of itself and of other files: its text now, and its data as last checked. */
export function diagnosticsOf(
  document: OpenDocument,
  found: readonly Problem[],
  { openUri, reference }: Context,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const { base, problems } = document.snapshot().checked;
  const files = [document.path, ...base.files.map(({ path }) => path)];
  return toDiagnostics([...problems, ...atDatasets(found, base)], files, {
    uriOf: (path) => (path === document.path ? document.uri : (openUri(path) ?? uriOf(path))),
    ...(reference === undefined ? {} : { reference }),
  });
}

import * as vscode from 'vscode';
import { until } from './until';

/** The code of a problem without its link. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits for a problem with a code in a file. */
export function problem(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  return until(
    `problem ${code} in ${uri.path}`,
    () => vscode.languages.getDiagnostics(uri).find((diagnostic) => codeOf(diagnostic) === code),
    { seen: () => vscode.languages.getDiagnostics(uri).map((found) => [codeOf(found), found.message]) },
  );
}

/** Waits until a file has no problem that `matters`; all matter unless told. */
export async function noProblem(
  uri: vscode.Uri,
  matters: (diagnostic: vscode.Diagnostic) => boolean = () => true,
): Promise<void> {
  const left = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(matters);
  await until(`no problem in ${uri.path}`, () => left().length === 0, {
    seen: () => left().map((found) => [codeOf(found), found.message]),
  });
}

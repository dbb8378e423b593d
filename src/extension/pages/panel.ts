import { randomBytes } from 'node:crypto';
import { Uri, workspace, type Webview } from 'vscode';
import { pageText } from './page';

/** What the page of a panel may do, and from which folders (absolute) it may load images. */
export function pageOptions(
  extension: Uri,
  folders = workspaceFolders(),
): {
  readonly enableScripts: true;
  readonly localResourceRoots: Uri[];
} {
  return {
    enableScripts: true,
    localResourceRoots: [
      Uri.joinPath(extension, 'dist', 'webview'),
      ...folders.map((folder) => Uri.file(folder)),
    ],
  };
}

export const workspaceFolders = (): readonly string[] =>
  (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);

/** The text of the page that is bundled as `dist/webview/<bundle>.js`. */
export function pageHtml(webview: Webview, extension: Uri, bundle: string, title: string): string {
  const part = (file: string): string =>
    webview.asWebviewUri(Uri.joinPath(extension, 'dist', 'webview', file)).toString();
  return pageText({
    script: part(`${bundle}.js`),
    style: part(`${bundle}.css`),
    source: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    title,
  });
}

export const pageIcon = (extension: Uri): { readonly light: Uri; readonly dark: Uri } => ({
  light: Uri.joinPath(extension, 'media', 'curriculum-light.svg'),
  dark: Uri.joinPath(extension, 'media', 'curriculum-dark.svg'),
});

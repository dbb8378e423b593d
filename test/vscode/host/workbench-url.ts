/** What a window of the web workbench opens with. All paths are absolute. */
export interface Opening {
  readonly folder: string;
  /** The extension under development: of several the workbench would keep the last. */
  readonly extension?: string;
  /** A module with `run()`. */
  readonly tests?: string;
  readonly file?: string;
}

/** The address of a workbench window on a local VS Code server. */
export function workbenchUrl(port: number, { folder, extension, tests, file }: Opening): string {
  // The authority has to be the page's own host: with another name files open under other addresses than the
  // workspace's, and problems and the explorer do not meet.
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ...(file === undefined ? [] : [['openFile', remote(file)]]),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/** More files than this are not dropped one by one on purpose. */
const MOST = 20;

/**
 * The paths of a dropped `text/uri-list` (RFC 2483: a URI a line, `#` begins a comment): files of this machine alone.
 * `toPath` reads a URI, and may throw for what is none.
 */
export function droppedPaths(list: string, toPath: (uri: string) => string): readonly string[] {
  const paths = list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^(?:file|vscode-remote):/i.test(line))
    .flatMap((line) => {
      try {
        return [toPath(line)];
      } catch {
        return [];
      }
    });
  return [...new Set(paths)].slice(0, MOST);
}

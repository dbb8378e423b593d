import { createAnalyzer, type SourceText, type TreeNode } from '../../language';
import { uriOf, type Snapshot } from '../document/snapshot';

/** One file of a chain of `extends`, as far as it can be read. */
export interface FileTree {
  readonly path: string;
  readonly uri: string;
  readonly source: SourceText;
  readonly tree: TreeNode | undefined;
}

type Files = Snapshot['checked']['base']['files'];

/** A chain is read once for each version of a document. */
const known = new WeakMap<Files, readonly FileTree[]>();

/** The document itself, then what it extends, the nearest first. */
export function filesOf(snapshot: Snapshot): readonly FileTree[] {
  const { files } = snapshot.checked.base;
  const before = known.get(files);
  if (before !== undefined) return before;
  const own: FileTree = {
    path: snapshot.path,
    uri: snapshot.uri,
    source: snapshot.source,
    tree: snapshot.tree,
  };
  const analyzer = createAnalyzer();
  const others = files
    .filter(({ path }) => path !== snapshot.path)
    .map(({ path, text }): FileTree => {
      // What it extends stands in the list itself, so nothing more is read.
      const { source, tree } = analyzer.analyze(path, text, { read: () => undefined });
      return { path, uri: uriOf(path), source, tree };
    });
  const all = [own, ...others];
  known.set(files, all);
  return all;
}

import type { Snapshot } from '../document/snapshot';
import { filesOf, type FileTree } from './files';
import { occurrencesIn, type NameKind, type Occurrence } from './occurrences';

/** A name with every place where it is written. */
export interface Named {
  readonly kind: NameKind;
  readonly name: string;
  /** The occurrence that was asked for. */
  readonly at: Occurrence;
  /** In the file itself first, then file by file, by place. */
  readonly all: readonly Occurrence[];
}

/**
 * The name at an offset of a document, with its places in the chain of `extends`. `others` are open curricula that
 * may share files of the chain: what they write of the name belongs to it, too.
 */
export function nameAt(
  snapshot: Snapshot,
  offset: number,
  others: readonly Snapshot[] = [],
): Named | undefined {
  const chain = filesOf(snapshot);
  const [own] = chain;
  const at = own && occurrenceAt(own, offset);
  if (at === undefined) return undefined;
  const isOne = (one: Occurrence): boolean =>
    one.kind === at.kind && one.name === at.name && one.scope === at.scope;
  const files = connected(chain, others, isOne);
  const all = files.flatMap((file) => occurrencesIn(file).filter(isOne));
  const isDataset = all.some(({ role }) => role === 'declaration');
  if (at.maybe === true && !isDataset) return undefined;
  return { kind: at.kind, name: at.name, at, all };
}

/** Names that are declared anywhere in the chain of a document, each once. */
export function declaredNames(snapshot: Snapshot, kind: NameKind): readonly string[] {
  const names = filesOf(snapshot).flatMap((file) =>
    occurrencesIn(file).flatMap((one) => (one.kind === kind && one.role === 'declaration' ? [one.name] : [])),
  );
  return [...new Set(names)];
}

/** The name that an offset touches; where two meet, the one that begins. */
function occurrenceAt(file: FileTree, offset: number): Occurrence | undefined {
  const touched = occurrencesIn(file).filter(({ span }) => span.start <= offset && offset <= span.end);
  return touched.find(({ span }) => offset < span.end) ?? touched[0];
}

/** Files of other chains that share one in which the name is written, and so mean the same by it. */
function connected(
  chain: readonly FileTree[],
  others: readonly Snapshot[],
  isOne: (one: Occurrence) => boolean,
): readonly FileTree[] {
  const files = new Map(chain.map((file) => [file.path, file]));
  const pending = new Set(others.map(filesOf));
  for (let grown = true; grown;) {
    grown = false;
    const sharing = new Set(
      [...files.values()].filter((file) => occurrencesIn(file).some(isOne)).map(({ path }) => path),
    );
    for (const other of pending) {
      if (!other.some(({ path }) => sharing.has(path))) continue;
      pending.delete(other);
      grown = true;
      // A document that is open knows its own URI best; the chain that came first keeps its tree.
      for (const file of other) if (!files.has(file.path)) files.set(file.path, file);
    }
  }
  return [...files.values()];
}

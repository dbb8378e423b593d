import type { Dataset, Stage } from '../model';
import type { Entry, TreeNode } from '../parse/tree';
import type { Said } from '../parse/move';
import type { Report } from '../report';

export type Options = Readonly<Record<string, unknown>>;

export interface ReadDatasets {
  readonly all: readonly Dataset[];
  readonly ids: ReadonlySet<string>;
}

/** A stage, and what it was made of besides its node. */
export interface ReadStage {
  readonly stage: Stage;
  readonly index: number;
  readonly ids: ReadonlySet<string>;
  readonly options: Options;
}

/**
 * What was made of the nodes of one document. A variant shares nearly all nodes with the curriculum that it changes,
 * so what depends on a node alone is worked out once for all of them.
 */
export interface Shared {
  readonly datasets: Map<TreeNode, ReadDatasets>;
  /** By the entry, for one mapping may stand under two ids; nothing where it has no rows. */
  readonly dataset: Map<Entry, Dataset | undefined>;
  readonly options: Map<TreeNode, Options>;
  readonly stages: Map<TreeNode, ReadStage>;
  /** By what a check looks at besides the node: nothing (the check's own name), or a node that all share. */
  readonly said: Map<string | TreeNode | undefined, Map<TreeNode, readonly Said[]>>;
}

export const newShared = (): Shared => ({
  datasets: new Map(),
  dataset: new Map(),
  options: new Map(),
  stages: new Map(),
  said: new Map(),
});

/** What is known of a key, made where it is not. */
export function once<K extends object, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found as V;
  const made = make();
  known.set(key, made);
  return made;
}

/**
 * A runner of checks that look at one node, and at `topic`, alone: it says again what was said of a node before. The
 * topic is the check's name, or a node that the check looks at as well.
 */
export function sayOnce(
  { said }: Shared,
  topic: string | TreeNode | undefined,
  report: Report,
): (node: TreeNode, check: (report: Report) => void) => void {
  const known = said.get(topic) ?? new Map<TreeNode, readonly Said[]>();
  said.set(topic, known);
  return (node, check) => {
    const all = once(known, node, () => {
      const found: Said[] = [];
      check((...one) => void found.push(one));
      return found;
    });
    for (const one of all) report(...one);
  };
}

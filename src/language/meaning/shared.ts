import type { Dataset, Stage } from '../model';
import type { Entry, Laying, TreeNode } from '../parse/tree';
import { moveSaid, type Said } from '../parse/move';
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
  /** By what a check looks at besides the node, with the check's own name. */
  readonly said: Map<string, Map<TreeNode, readonly Said[]>>;
  readonly lasting: Lasting;
}

/**
 * What was made of pieces of the text, by their own tree (`MapNode.origin`): it stays from one version of a text to
 * the next, wherever the piece has moved. It says nothing that depends on a place.
 */
export interface Lasting {
  readonly datasets: WeakMap<
    TreeNode,
    { readonly key: string; readonly file: string; readonly dataset: Dataset | undefined }
  >;
  readonly options: WeakMap<TreeNode, Options>;
  readonly stages: WeakMap<TreeNode, ReadStage>;
  /** As `Shared.said`; places count from the start of the piece. */
  readonly said: Map<string, WeakMap<TreeNode, readonly Said[]>>;
}

export const newLasting = (): Lasting => ({
  datasets: new WeakMap(),
  options: new WeakMap(),
  stages: new WeakMap(),
  said: new Map(),
});

/** Topics whose answers are kept: an id that is typed letter by letter makes a new one with each. */
const MOST_TOPICS = 12;

function topicOf({ said }: Lasting, topic: string): WeakMap<TreeNode, readonly Said[]> {
  const known = said.get(topic) ?? new WeakMap<TreeNode, readonly Said[]>();
  said.delete(topic);
  said.set(topic, known);
  for (const oldest of said.keys()) {
    if (said.size <= MOST_TOPICS) break;
    said.delete(oldest);
  }
  return known;
}

export const newShared = (lasting: Lasting = newLasting()): Shared => ({
  lasting,
  datasets: new Map(),
  dataset: new Map(),
  options: new Map(),
  stages: new Map(),
  said: new Map(),
});

/** What is known of a key, made where it is not. */
export function once<K extends object, V>(known: Map<K, V> | WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found as V;
  const made = make();
  known.set(key, made);
  return made;
}

/**
 * A runner of checks that look at one node, and at `topic`, alone: it says again what was said of a node before. The
 * topic is the check's name, with what it looks at besides.
 */
export function sayOnce(
  { said, lasting }: Shared,
  topic: string,
  report: Report,
): <N extends TreeNode>(node: N, check: (node: N, report: Report) => void) => void {
  const known = said.get(topic) ?? new Map<TreeNode, readonly Said[]>();
  said.set(topic, known);
  const kept = topicOf(lasting, topic);
  return (node, check) => {
    const all = (of: typeof node): readonly Said[] => {
      const found: Said[] = [];
      check(of, (...one) => void found.push(one));
      return found;
    };
    const { origin, laid } = laidOf(node);
    if (origin === undefined || laid === undefined) {
      for (const one of once(known, node, () => all(node))) report(...one);
    } else {
      for (const one of once(kept, origin, () => all(origin))) report(...moveSaid(laid, one));
    }
  };
}

/** The tree of the piece that a node was laid from; it is of the node's own kind. */
const laidOf = <N extends TreeNode>(node: N): { readonly origin?: N; readonly laid?: Laying } =>
  node.kind === 'map' ? (node as unknown as { readonly origin?: N; readonly laid?: Laying }) : {};

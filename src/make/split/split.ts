import type { MadeSplit } from '../../protocol';
import { evenly } from '../digests';

/**
 * Puts images into splits. All images that rows tie together go the same way; the way is decided by the content of the
 * smallest of them and the seed, so that it stays what it was when rows come or go (but for those that a new row ties
 * together), and no image is in two splits.
 */
export class Splitter {
  private readonly parents = new Map<string, string>();

  constructor(
    /** Shares of images, in [0, 1], together at most 1; the rest is `train`. */
    private readonly shares: { readonly val: number; readonly test: number },
    private readonly seed: number,
  ) {}

  /** The images (hashes of their content) of one row: they belong together. */
  tie(images: readonly string[]): void {
    const [first, ...others] = images;
    if (first === undefined) return;
    for (const other of others) {
      const [a, b] = [this.rootOf(first), this.rootOf(other)];
      if (a < b) this.parents.set(b, a);
      else if (b < a) this.parents.set(a, b);
    }
  }

  /** `key`: the hash of an image of the row; of a row without one, whatever must stay together with it. */
  splitOf(key: string): MadeSplit {
    const at = evenly(`${this.seed}\n${this.rootOf(key)}`);
    if (at < this.shares.test) return 'test';
    return at < this.shares.test + this.shares.val ? 'val' : 'train';
  }

  /** The smallest of those that are tied together; the way to it is shortened. */
  private rootOf(key: string): string {
    let root = key;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    for (let at = key; at !== root;) {
      const next = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }
}

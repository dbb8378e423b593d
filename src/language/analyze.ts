import { checkAll, load, type CheckedVariants } from './check/check-loaded';
import type { CheckOptions } from './check';
import type { TreeNode } from './parse/tree';
import { LoadMemory } from './resolve/load-memory';
import { sourceText, type SourceText } from './text/source';

/** What the language makes of one version of a file: for editors, which ask again with every keystroke. */
export interface Analysis {
  /** The text that was analysed, without a byte order mark. */
  readonly source: SourceText;
  /** The tree of this file alone, its spans in `source`; absent when the text means nothing. */
  readonly tree: TreeNode | undefined;
  /** The curriculum and each of its variants, checked whole, with all problems. */
  readonly checked: CheckedVariants;
}

/** Analyses versions of files one after another and keeps what did not change between them. */
export interface Analyzer {
  analyze(file: string, text: string, options?: Pick<CheckOptions, 'read'>): Analysis;
}

/**
 * Makes an analyzer; it holds the last version of each file, so one serves all documents of an editor. What it gives
 * is the same as a fresh one would give.
 */
export function createAnalyzer(): Analyzer {
  const memory = new LoadMemory();
  return {
    analyze: (file, text, options = {}) => {
      const loaded = load(file, { ...options, text, memory });
      const [own] = loaded.chain;
      return {
        source: own?.source ?? sourceText(file, text),
        tree: own?.tree,
        checked: checkAll(loaded),
      };
    },
  };
}

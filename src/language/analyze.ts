import { checkAllVariants, type CheckedVariants, type CheckOptions } from './check';
import { parseTree } from './parse/parse';
import type { TreeNode } from './parse/tree';
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

/** Makes an analyzer; it holds what it has parsed, so one serves all documents of an editor. */
export function createAnalyzer(): Analyzer {
  return {
    analyze: (file, text, options = {}) => {
      const source = sourceText(file, text);
      return {
        source,
        tree: parseTree(source, () => undefined),
        checked: checkAllVariants(file, { ...options, text }),
      };
    },
  };
}

import type { Diagnostic } from 'vscode-languageserver-types';
import type { Span } from '../../language';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import type { Spot } from './spot';

/** A piece of a file and what stands there afterwards; lines end in `\n` and become the file's own. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A way to mend a problem. Its edits do not overlap. */
export interface Fix {
  /** What it does, in plain words: `Remove \`epochs\``. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one that is most likely meant. */
  readonly preferred?: boolean;
  /** Nobody could mean anything else: may be applied together with others, unseen. */
  readonly safe?: boolean;
}

/** What a fix is made from. */
export interface FixContext {
  readonly snapshot: Snapshot;
  readonly known: Known | undefined;
  readonly diagnostic: Diagnostic;
  /** What the diagnostic says. */
  readonly message: string;
  /** What the diagnostic points at in the document. */
  readonly spot: Spot;
}

export type Fixer = (context: FixContext) => readonly Fix[] | Promise<readonly Fix[]>;

/** How a code is mended, or why the editor cannot. */
export type FixRule = { readonly fix: Fixer } | { readonly none: string };

/** The fix of one edit. */
export const oneEdit = (
  title: string,
  edit: Edit | undefined,
  extra: Omit<Fix, 'title' | 'edits'> = {},
): Fix[] => (edit === undefined ? [] : [{ title, edits: [edit], ...extra }]);

/** A text of the user's in backticks, on one line and not too long for a menu. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return `\`${line.length > 60 ? `${line.slice(0, 57)}...` : line}\``;
}

import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { Curriculum, FieldInfo, Shape } from '../../language';
import type { Cursor } from '../cursor';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';

/** What every source of items is told. */
export interface Context {
  readonly snapshot: Snapshot;
  readonly cursor: Cursor;
  readonly known: Known;
  readonly signal?: AbortSignal;
  /** What the document means, with what it extends; of the variant that the cursor is in. */
  readonly curriculum: Curriculum | undefined;
  /** The document's line break. */
  readonly eol: string;
  /** The editor fills in places of what is inserted. */
  readonly snippets: boolean;
  /** Waits for an answer about files no longer than the answer may take; `pending` remembers that one was late. */
  readonly wait: <T>(answer: Promise<T | undefined>) => Promise<T | undefined>;
}

/** A shape of the grammar with what is known of the key that it belongs to. */
export type KnownShape = Shape & Partial<FieldInfo>;

/** A completion before it has a place in the text. */
export interface Draft {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is inserted, in snippet syntax; absent means the label as a scalar. */
  readonly snippet?: string;
  /** What is inserted where the editor knows no snippets; absent means the snippet without its places. */
  readonly plain?: string;
  /** What is inserted as a scalar of YAML, quoted where that needs it; absent means the label. */
  readonly value?: string;
  /** Short, beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  /** What the typed text is compared with; absent means the label. */
  readonly filter?: string;
  /** Items of lower groups come first. */
  readonly group: number;
  /** What is to be replaced, where it is less than the whole word; offsets. */
  readonly range?: { readonly start: number; readonly end: number };
  /** It begins a list: a dash goes in front. */
  readonly dash?: boolean;
  readonly retrigger?: boolean;
  /** The value goes on behind it, as behind a folder: the cursor stays inside its quotes. */
  readonly continues?: boolean;
  readonly preselect?: boolean;
}

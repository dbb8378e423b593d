/** What the editor can do with completions; all of it is assumed where it says nothing. */
export interface CompleteOptions {
  /** False: plain text alone is inserted, without places to fill in. Default true. */
  readonly snippets?: boolean;
  /** False: no command that asks again behind a folder or a key. It is an editor's own, VS Code's name. Default true. */
  readonly retrigger?: boolean;
  /** False: what is said of an item is plain text. Default true. */
  readonly markdown?: boolean;
  /** Milliseconds that an answer waits for data files and folders before it is sent incomplete. Default 150. */
  readonly wait?: number;
}

/** Characters behind which an editor should ask at once, without a word being begun. */
export const COMPLETION_TRIGGERS: readonly string[] = [
  ' ',
  ':',
  '-',
  '/',
  '.',
  '[',
  '{',
  ',',
  '(',
  '"',
  "'",
  '@',
];

/** The editor's command that opens its list of suggestions once more. */
export const SUGGEST_COMMAND = 'editor.action.triggerSuggest';

/** What a key does to the question that is shown. */
export type Command = 'keep' | 'drop' | 'undo' | 'note' | 'view' | 'next' | 'previous' | 'keys';

const COMMANDS: Readonly<Record<string, { readonly command: Command; readonly words: string }>> = {
  k: { command: 'keep', words: 'keep this question by hand' },
  d: { command: 'drop', words: 'drop it by hand' },
  u: { command: 'undo', words: 'take back what was said by hand' },
  n: { command: 'note', words: 'write a note' },
  j: { command: 'next', words: 'next question, as the arrow down does in the list' },
  l: { command: 'previous', words: 'question before this one' },
  v: { command: 'view', words: 'image fills the window' },
  '?': { command: 'keys', words: 'this list' },
};

export const commandOf = (key: string): Command | undefined =>
  Object.hasOwn(COMMANDS, key) ? COMMANDS[key]?.command : undefined;

/** Every key with what it does. */
export const ALL_KEYS: readonly (readonly [string, string])[] = [
  ...Object.entries(COMMANDS).map(([key, { words }]) => [key, words] as const),
  ['/', 'search'],
  ['+ and -', 'zoom, on the image; the arrows move it, f shows all of it or its own pixels'],
];

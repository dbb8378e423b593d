/** A curriculum that was made of a script, and what a person should look at. */
export interface Adopted {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Reads what `stagecraft import SCRIPT --json` prints; nothing when it is about something else. */
export function readAdopted(said: string): Adopted | undefined {
  let value: unknown;
  try {
    value = JSON.parse(said);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return undefined;
  const notes: unknown = 'notes' in value ? value.notes : [];
  return {
    text: value.text,
    notes: Array.isArray(notes) ? notes.flatMap((note) => wordsOf(note)) : [],
  };
}

/** A note is a text, or an object with a message. */
const wordsOf = (note: unknown): readonly string[] => {
  if (typeof note === 'string') return [note];
  if (typeof note === 'object' && note !== null && 'message' in note && typeof note.message === 'string')
    return [note.message];
  return [];
};

/** Strings are matched first, so that a NaN within a text stays one. */
const STRING_OR_NUMBER_WORD = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A line of JSON as Python's `json.dumps` writes it: bare `NaN` and `Infinity`, which JSON has not, become null.
 * Undefined for a line that is torn or no JSON.
 */
export function parsePythonJson(line: string): unknown {
  const text = line.trim();
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Most lines are plain JSON and end above.
  }
  try {
    return JSON.parse(text.replace(STRING_OR_NUMBER_WORD, (word) => (word.startsWith('"') ? word : 'null')));
  } catch {
    return undefined;
  }
}

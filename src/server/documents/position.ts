import type { LineIndex } from '../../language';

/** Zero-based, in UTF-16 units, as a client sends it. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether what a client sent is a position. */
export const isPosition = (value: unknown): value is TextPosition =>
  typeof value === 'object' &&
  value !== null &&
  'line' in value &&
  isIndex(value.line) &&
  'character' in value &&
  isIndex(value.character);

/** The offset of a position; beyond the end of its line it is that end, beyond the text the text's. */
export function offsetOf(text: string, lines: LineIndex, { line, character }: TextPosition): number {
  if (line >= lines.lineCount) return text.length;
  const start = lines.lineStart(line);
  let end = line + 1 < lines.lineCount ? lines.lineStart(line + 1) : text.length;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return Math.min(start + character, end);
}

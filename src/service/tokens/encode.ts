import type { SemanticTokensEdit } from 'vscode-languageserver-types';
import type { SourceText } from '../../language';
import type { SemanticToken } from './collect';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from './legend';

/**
 * Tokens as the protocol sends them: five numbers each (lines down, characters right, length, type, modifiers). A
 * token over several lines becomes one for each line; of two that overlap the later one is left out.
 */
export function encodeTokens(source: SourceText, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  const { lines } = source;
  let line = 0;
  let column = 0;
  let done = 0;
  // The line that is being read, and where the next one begins: tokens come in the order of the text.
  let at = 0;
  let next = lines.lineCount > 1 ? lines.lineStart(1) : Infinity;
  for (const token of tokens) {
    if (token.start < done) continue;
    done = token.end;
    const type = TOKEN_TYPES.indexOf(token.type);
    const modifiers = bitsOf(token.modifiers);
    for (const piece of token.end < next ? [token] : linePieces(source, token.start, token.end)) {
      while (piece.start >= next) {
        at += 1;
        next = at + 1 < lines.lineCount ? lines.lineStart(at + 1) : Infinity;
      }
      const right = piece.start - lines.lineStart(at);
      data.push(at - line, at === line ? right - column : right, piece.end - piece.start, type, modifiers);
      line = at;
      column = right;
    }
  }
  return data;
}

const bitsOf = (modifiers: SemanticToken['modifiers']): number => {
  let bits = 0;
  for (const one of modifiers) bits |= 1 << TOKEN_MODIFIERS.indexOf(one);
  return bits;
};

/** The parts of a span on each of its lines, without indentation and line ends. */
function linePieces(
  source: SourceText,
  start: number,
  end: number,
): readonly { start: number; end: number }[] {
  const text = source.text.slice(start, end);
  if (!/[\r\n]/.test(text)) return [{ start, end }];
  return [...text.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** What changed from one answer to the next, as the one edit that turns the old numbers into the new ones. */
export function tokenEdits(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  let head = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head++;
  if (head === before.length && head === after.length) return [];
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [
    { start: head, deleteCount: before.length - head - tail, data: after.slice(head, after.length - tail) },
  ];
}

/**
 * How text falls into pre-tokens. LaTeX commands keep their opening brace, so `\boxed{4}` is `\boxed{`, `4`, `}`;
 * tags such as `<think>` and names such as `B2` are one piece. White space is a piece of its own and handled by the spacing rule.
 */
const PIECE = /\s+|\\\p{L}+\{?|<\/?[A-Za-z_]+>|\p{L}+\p{N}*|\p{N}+|[^]/gu;
/** The same without commands, tags and numbered names: what an unknown one of them falls into. */
const PLAIN_PIECE = /\p{L}+|\p{N}+|[^]/gu;

export const pieces = (text: string): readonly string[] => text.match(PIECE) ?? [];
export const plainPieces = (text: string): readonly string[] => text.match(PLAIN_PIECE) ?? [];
export const isSpace = (piece: string): boolean => /^\s/u.test(piece);
export const isNumber = (piece: string): boolean => /^\p{N}/u.test(piece);

/** Whether a vocabulary entry can ever be found in text. */
export const isSinglePiece = (word: string): boolean =>
  word !== '' && !isSpace(word) && pieces(word).length === 1;

const NO_SPACE_BEFORE = /^[,.?!;:)\]}%']/u;
const NO_SPACE_AFTER = /[([{']$/u;

/** The spacing rule: whether a single space is implied between two neighbouring words. */
export function impliesSpace(left: string, right: string): boolean {
  if (NO_SPACE_BEFORE.test(right) || NO_SPACE_AFTER.test(left)) return false;
  return !(/\p{N}$/u.test(left) && isNumber(right));
}

import { impliesSpace, isNumber, isSinglePiece, isSpace, pieces, plainPieces } from './pieces';
import { byteToken, FIRST_BYTE, FIRST_WORD, GLUE, isByteToken, SPECIAL } from './special';

/** The content of `tokenizer.json`. */
export interface TokenizerFile {
  readonly format: 'stagecraft-words';
  readonly version: 1;
  readonly special: readonly string[];
  readonly words: readonly string[];
}

/**
 * A word-level tokenizer with bytes for what it does not know: `decode(encode(text)) === text` for every
 * well-formed text. Ids: control tokens, then 256 bytes, then the words.
 */
export interface Tokenizer {
  readonly size: number;
  readonly words: readonly string[];
  encode(text: string): number[];
  /** Control tokens are left out; bytes that are no UTF-8 become U+FFFD. */
  decode(tokens: Iterable<number>): string;
  file(): TokenizerFile;
}

/** Throws an `Error` that names the entry when a word is repeated or could never be found in text. */
export function makeTokenizer(words: readonly string[]): Tokenizer {
  const ids = new Map<string, number>();
  words.forEach((word, index) => {
    if (!isSinglePiece(word))
      throw new Error(`The vocabulary entry ${JSON.stringify(word)} is not a single word or sign.`);
    if (ids.has(word)) throw new Error(`The vocabulary entry ${JSON.stringify(word)} is there twice.`);
    ids.set(word, FIRST_WORD + index);
  });
  return {
    size: FIRST_WORD + words.length,
    words,
    encode: (text) => encode(text, ids),
    decode: (tokens) => decode(tokens, words),
    file: () => ({ format: 'stagecraft-words', version: 1, special: SPECIAL, words }),
  };
}

function encode(text: string, ids: ReadonlyMap<string, number>): number[] {
  const out: number[] = [];
  let word: string | undefined; // the word that `out` ends with, if it ends with one
  let space = '';
  const bytes = (raw: string): void => {
    for (const byte of new TextEncoder().encode(raw)) out.push(byteToken(byte));
    word = undefined;
  };
  /** Writes the white space before a word: nothing where the rule implies it, a sign where it does not. */
  const separate = (next: string): void => {
    const implied = word !== undefined && impliesSpace(word, next);
    if (space === (implied ? ' ' : '')) return;
    if (space === '') out.push(GLUE);
    else bytes(space);
  };
  const known = (piece: string, id: number): void => {
    separate(piece);
    out.push(id);
    word = piece;
    space = '';
  };
  const unknown = (piece: string): void => {
    bytes(space + piece);
    space = '';
  };
  const put = (piece: string): void => {
    const id = ids.get(piece);
    if (id !== undefined) known(piece, id);
    else {
      const parts = finer(piece);
      if (parts.length > 1) parts.forEach(put);
      else unknown(piece);
    }
  };
  for (const piece of pieces(text)) {
    if (isSpace(piece)) space = piece;
    else put(piece);
  }
  bytes(space);
  return out;
}

/** What an unknown piece is looked up as next: a number as its digits, a command or tag as its parts. */
const finer = (piece: string): readonly string[] =>
  isNumber(piece) ? Array.from(piece) : plainPieces(piece);

function decode(tokens: Iterable<number>, words: readonly string[]): string {
  let text = '';
  let word: string | undefined;
  let run: number[] = [];
  const flush = (): void => {
    if (run.length > 0) text += new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(run));
    run = [];
  };
  for (const token of tokens) {
    if (isByteToken(token)) {
      run.push(token - FIRST_BYTE);
      word = undefined;
      continue;
    }
    const next = words[token - FIRST_WORD];
    if (next === undefined) {
      if (token === GLUE) word = undefined;
      continue;
    }
    flush();
    text += (word !== undefined && impliesSpace(word, next) ? ' ' : '') + next;
    word = next;
  }
  flush();
  return text;
}

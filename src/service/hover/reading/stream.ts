import { tokenise, type Token } from '../../../data';

/** Thrown inside the reading alone where a text says more than the reading understands; it then has no reading. */
export class NotUnderstood extends Error {}

/** The tokens of an expression, one after another. */
export interface Stream {
  /** The next token as it is written, in upper case where it is a word; empty at the end. */
  peek(): string;
  kind(): Token['kind'] | 'end';
  /** Takes the next token and gives it as it is written. */
  take(): string;
  /** Takes the next token when it is this word or symbol. */
  took(word: string): boolean;
  /** Takes this word or symbol, or gives up. */
  need(word: string): void;
  /** Offset of the next token, and of the end of the last one taken. */
  start(): number;
  end(): number;
}

export function streamOf(text: string): Stream {
  const tokens = tokenise(text).filter(({ kind }) => kind !== 'comment');
  let at = 0;
  const written = (token: Token | undefined): string =>
    token === undefined ? '' : text.slice(token.start, token.end);
  const peek = (): string => {
    const token = tokens[at];
    return token?.kind === 'word' ? written(token).toUpperCase() : written(token);
  };
  const took = (word: string): boolean => {
    const isIt = peek() === word;
    if (isIt) at++;
    return isIt;
  };
  return {
    peek,
    took,
    kind: () => tokens[at]?.kind ?? 'end',
    take: () => written(tokens[at++]),
    need: (word) => {
      if (!took(word)) throw new NotUnderstood();
    },
    start: () => tokens[at]?.start ?? text.length,
    end: () => tokens[at - 1]?.end ?? 0,
  };
}

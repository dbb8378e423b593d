import type { MeasuredTokens, Price } from '../../endpoints';
import type { Work } from './work';

/** Where nothing was measured: an image of some 900 x 900 pixels, a caption of DOCCI with a question, an answer that thinks. */
const GUESS = { image: 1_200, text: 350, write: 250, check: 60, answer: 200, rate: 300 } as const;

/** Tokens of some requests. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  /** Some of it was not measured. */
  readonly guessed: boolean;
}

/** Tokens of all requests of a kind: means of earlier answers of the same model where there are any. */
export function tokensOf(work: Work, measured: MeasuredTokens | undefined): Tokens {
  const { requests, withImage, step, most = Infinity } = work;
  const image = measured?.input.image;
  const text = measured?.input.text;
  const output = measured?.output ?? Math.min(GUESS[step], most);
  const plain = requests - withImage;
  return {
    input: Math.round(withImage * (image ?? GUESS.image) + plain * (text ?? GUESS.text)),
    output: Math.round(requests * output),
    guessed:
      measured === undefined || (withImage > 0 && image === undefined) || (plain > 0 && text === undefined),
  };
}

/** In the currency of the price, which is per million tokens. */
export const costOf = ({ input, output }: Tokens, price: Price): number =>
  (input * price.input + output * price.output) / 1e6;

import { createHash } from 'node:crypto';
import { fold, type Folded } from './fold';
import { hashOf, likeness, piecesOf, textOf, type Pieces } from './likeness';
import { Stayed } from './stayed';

/** Equal likeness must not fall on the other side for the last bit of a product. */
const SLACK = 1e-9;

/**
 * Questions that are kept under one piece. Hundreds of thousands about no image share pieces such as "what is", and
 * comparing each with all of them would take days.
 */
export const MOST_UNDER_ONE = 200;

/**
 * Questions about one image (or about none), in order: tells of each whether it equals an earlier one that stayed.
 * Exact while at most `MOST_UNDER_ONE` questions share a piece; beyond, equal ones are still found, and like ones mostly.
 * Two sets of pieces that are alike by t or more share one of the first
 * |x| - ceil(t |x|) + 1 pieces in any common order of pieces (prefix filtering, Chaudhuri, Ganti and Kaushik 2006), so
 * only questions that share such a piece are compared. The order is that of the hashes.
 */
export class Group {
  /** Places by 53 bits of the text's SHA-256: two of a million texts share them once in twenty thousand such millions. */
  private readonly texts = new Map<number, number>();
  private readonly stayed = new Stayed();
  /** Places by a piece. Most pieces are those of one question alone, which a list would take for itself. */
  private readonly index = new Map<number, number | number[]>();
  private readonly ids: number[] = [];

  /** `threshold` in [0, 1]; 1: only equal ones. */
  constructor(private readonly threshold: number) {}

  /**
   * The number of the earlier question that this one equals; nothing when there is none: then it stays. One that stays
   * in any case (`always`) is compared with by later ones only.
   */
  add(id: number, question: string, answer: string, always = false): number | undefined {
    const folded = fold(question, answer);
    const pieces = piecesOf(folded);
    const text = digestOf(textOf(folded));
    const equal = this.texts.get(text) ?? (this.threshold < 1 ? this.like(folded, pieces) : undefined);
    if (equal !== undefined && !always) return this.ids[equal];
    // Where only equal ones are looked for, nothing else is compared.
    const at = this.threshold < 1 ? this.stayed.add(folded.numbers, pieces) : this.ids.length;
    this.ids.push(id);
    if (!this.texts.has(text)) this.texts.set(text, at);
    if (this.threshold < 1) for (const key of this.prefix(folded, pieces)) this.under(key, at);
    return undefined;
  }

  /** Enters a place under a piece, as long as there is room. */
  private under(key: number, at: number): void {
    const places = this.index.get(key);
    if (places === undefined) this.index.set(key, at);
    else if (typeof places === 'number') this.index.set(key, [places, at]);
    else if (places.length < MOST_UNDER_ONE) places.push(at);
  }

  private like(folded: Folded, pieces: Pieces): number | undefined {
    let first: number | undefined;
    for (const key of this.prefix(folded, pieces)) {
      const places = this.index.get(key) ?? [];
      for (const at of typeof places === 'number' ? [places] : places) {
        if (first !== undefined && at >= first) break;
        if (this.stayed.numbersOf(at) !== folded.numbers) continue;
        const size = this.stayed.sizeOf(at);
        const [short, long] = [Math.min(pieces.length, size), Math.max(pieces.length, size)];
        if (short < this.threshold * long - SLACK) continue;
        if (likeness(pieces, this.stayed.piecesOf(at)) >= this.threshold - SLACK) first = at;
      }
    }
    return first;
  }

  /** Keys of the index: a piece, with the numbers of the question, since other numbers make another question. */
  private prefix({ numbers }: Folded, pieces: Pieces): readonly number[] {
    const least = Math.max(1, Math.ceil(this.threshold * pieces.length - SLACK));
    const salt = hashOf(numbers);
    return Array.from(pieces.subarray(0, pieces.length - least + 1), (piece) => (piece ^ salt) >>> 0);
  }
}

const digestOf = (text: string): number => {
  const digest = createHash('sha256').update(text).digest();
  return (digest.readUInt32BE(0) & 0x1f_ffff) * 2 ** 32 + digest.readUInt32BE(4);
};

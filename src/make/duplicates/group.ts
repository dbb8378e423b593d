import { fold, type Folded } from './fold';
import { hashOf, likeness, piecesOf, textOf, type Pieces } from './likeness';

/** Equal likeness must not fall on the other side for the last bit of a product. */
const SLACK = 1e-9;

/**
 * Questions that are kept under one piece. Hundreds of thousands about no image share pieces such as "what is", and
 * comparing each with all of them would take days.
 */
export const MOST_UNDER_ONE = 200;

/** What later questions are compared with: no list of words, of which a million would fill the memory. */
interface Stayed {
  readonly text: string;
  readonly numbers: string;
  readonly pieces: Pieces;
}

/**
 * Questions about one image (or about none), in order: tells of each whether it equals an earlier one that stayed.
 * Exact while at most `MOST_UNDER_ONE` questions share a piece; beyond, equal ones are still found, and like ones mostly.
 * Two sets of pieces that are alike by t or more share one of the first
 * |x| - ceil(t |x|) + 1 pieces in any common order of pieces (prefix filtering, Chaudhuri, Ganti and Kaushik 2006), so
 * only questions that share such a piece are compared. The order is that of the hashes.
 */
export class Group {
  private readonly texts = new Map<number, number[]>();
  private readonly stayed: Stayed[] = [];
  private readonly index = new Map<number, number[]>();
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
    const text = textOf(folded);
    const equal = this.equalTo(text) ?? (this.threshold < 1 ? this.like(folded, pieces) : undefined);
    if (equal !== undefined && !always) return this.ids[equal];
    const at = this.stayed.length;
    this.stayed.push({ text, numbers: folded.numbers, pieces });
    this.ids.push(id);
    push(this.texts, hashOf(text), at);
    if (this.threshold < 1)
      for (const key of this.prefix(folded, pieces))
        if ((this.index.get(key)?.length ?? 0) < MOST_UNDER_ONE) push(this.index, key, at);
    return undefined;
  }

  private equalTo(text: string): number | undefined {
    return this.texts.get(hashOf(text))?.find((at) => this.stayed[at]?.text === text);
  }

  private like(folded: Folded, pieces: Pieces): number | undefined {
    let first: number | undefined;
    for (const key of this.prefix(folded, pieces)) {
      for (const at of this.index.get(key) ?? []) {
        if (first !== undefined && at >= first) break;
        const other = this.stayed[at];
        if (other?.numbers !== folded.numbers) continue;
        const short = Math.min(pieces.length, other.pieces.length);
        const long = Math.max(pieces.length, other.pieces.length);
        if (short < this.threshold * long - SLACK) continue;
        if (likeness(pieces, other.pieces) >= this.threshold - SLACK) first = at;
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

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

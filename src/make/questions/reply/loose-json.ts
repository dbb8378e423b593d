/** A value of JSON; objects are maps, so that no key of theirs can be mistaken for one of ours. */
export type Loose = string | number | boolean | null | readonly Loose[] | LooseObject;
export type LooseObject = ReadonlyMap<string, Loose>;

export const isLooseObject = (value: Loose | undefined): value is LooseObject => value instanceof Map;
export const isLooseList = (value: Loose | undefined): value is readonly Loose[] => Array.isArray(value);

/** What an attempt costs besides its characters. */
const ATTEMPT = 4;
/** Objects and lists within one another. */
const DEEPEST = 12;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\u201c': '\u201d',
  '\u2018': '\u2019',
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const WORDS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};

/** The text does not go on as JSON would. */
class NoJson extends Error {}
/** One for all: a stack trace for each of a hundred thousand braces would take seconds. */
const NO_JSON = new NoJson();

/**
 * Reads JSON as models write it: trailing commas, single or curly quotes, names without quotes, line ends within
 * texts, and Python's `True`, `None` are taken as they are meant. Nothing that is missing is added: an object that is
 * cut off is none. Every character is looked at a bounded number of times, all that `budget` allows.
 */
export class LooseReader {
  private at = 0;
  private steps = 0;

  constructor(
    private readonly text: string,
    private readonly budget: number,
  ) {}

  /** Whether no more may be read. */
  get exhausted(): boolean {
    return this.steps > this.budget;
  }

  /** The object or list that begins at `start`, and where it ends; `undefined` when there is none. */
  read(start: number): { readonly value: Loose; readonly end: number } | undefined {
    this.at = start;
    try {
      const value = this.value(0);
      return { value, end: this.at };
    } catch (error) {
      if (error instanceof NoJson) return undefined;
      throw error;
    } finally {
      this.steps += this.at - start + ATTEMPT;
    }
  }

  private value(depth: number): Loose {
    this.space();
    const sign = this.text[this.at] ?? '';
    if (depth > DEEPEST) throw NO_JSON;
    if (sign === '{') return this.object(depth);
    if (sign === '[') return this.list(depth);
    if (CLOSING[sign] !== undefined) return this.string();
    return this.word();
  }

  private object(depth: number): LooseObject {
    const made = new Map<string, Loose>();
    this.at += 1;
    while (!this.ends('}')) {
      const key = CLOSING[this.text[this.at] ?? ''] === undefined ? this.name() : this.string();
      this.space();
      if (this.text[this.at] !== ':') throw NO_JSON;
      this.at += 1;
      made.set(key, this.value(depth + 1));
      this.comma('}');
    }
    return made;
  }

  private list(depth: number): readonly Loose[] {
    const made: Loose[] = [];
    this.at += 1;
    while (!this.ends(']')) {
      made.push(this.value(depth + 1));
      this.comma(']');
    }
    return made;
  }

  private ends(close: string): boolean {
    this.space();
    if (this.at >= this.text.length) throw NO_JSON;
    if (this.text[this.at] !== close) return false;
    this.at += 1;
    return true;
  }

  private comma(close: string): void {
    this.space();
    const sign = this.text[this.at];
    if (sign === ',') this.at += 1;
    else if (sign !== close) throw NO_JSON;
  }

  private string(): string {
    const close = CLOSING[this.text[this.at] ?? ''] ?? '"';
    this.at += 1;
    let made = '';
    let from = this.at;
    for (; this.at < this.text.length; this.at += 1) {
      const sign = this.text[this.at];
      if (sign === '\\') {
        made += this.text.slice(from, this.at) + this.escape();
        from = this.at + 1;
      } else if (sign === close && this.isEnd(close)) {
        made += this.text.slice(from, this.at);
        this.at += 1;
        return made;
      }
    }
    throw NO_JSON;
  }

  /** Apostrophes stand within texts, too: one ends a text only where a text may end. */
  private isEnd(close: string): boolean {
    if (close !== "'" && close !== '\u2019') return true;
    AFTER.lastIndex = this.at + 1;
    return AFTER.test(this.text);
  }

  private escape(): string {
    this.at += 1;
    const sign = this.text[this.at] ?? '';
    if (sign !== 'u') return ESCAPES[sign] ?? sign;
    const code = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9a-f]{4}$/iu.test(code)) return sign;
    this.at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private word(): Loose {
    const word = this.match(WORD);
    const known = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (known !== undefined) return known;
    const number = Number(word);
    if (word === '' || !Number.isFinite(number)) throw NO_JSON;
    return number;
  }

  private name(): string {
    const name = this.match(NAME);
    if (name === '') throw NO_JSON;
    return name;
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

const SPACE = /[\s\uFEFF]*/uy;
const NAME = /[\p{L}_][\p{L}\p{N}_]{0,63}/uy;
const WORD = /[-+.\w]{0,40}/uy;
const AFTER = /\s{0,16}(?:[,:}\]]|$)/uy;

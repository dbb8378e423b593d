import { closing, expansionAt, type Command, type Part, type Word } from './words';

/** Commands that a script may have before the rest of it is left unread, and how deep a list may stand in another. */
const MOST_COMMANDS = 5_000;
const MOST_DEPTH = 4;

/**
 * The simple commands of a shell script, in the order of the text. Comments, redirections and here-documents are left
 * out; branches and loops are not followed: what stands in them is listed once.
 */
export function readCommands(text: string, depth = 0): readonly Command[] {
  const reader = new Reader(text, depth);
  const commands: Command[] = [];
  for (let command = reader.command(); command !== undefined; command = reader.command()) {
    if (command.words.length > 0) commands.push(command);
    if (commands.length >= MOST_COMMANDS) break;
  }
  return commands;
}

/** The words of a text that stands inside a word, such as the operand of `${X:-...}`, which may hold quotes. */
export function readWord(text: string): Word {
  const parts: Part[] = [];
  const reader = new Reader(text, MOST_DEPTH);
  while (!reader.done()) parts.push(...reader.piece());
  return { parts };
}

/** Characters that mean themselves; looked for where a reader stands. */
const PLAIN = /[^\s\\'"$`;&|()<>]+/uy;

class Reader {
  private at = 0;
  /** Delimiters of here-documents whose text begins on the next line. */
  private pending: string[] = [];

  constructor(
    private readonly text: string,
    private readonly depth: number,
  ) {}

  done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next command, empty between two separators; nothing at the end of the text. */
  command(): Command | undefined {
    if (this.done()) return undefined;
    const words: Word[] = [];
    while (!this.done()) {
      const char = this.text[this.at] ?? '';
      if (/[ \t\r]/u.test(char)) this.at += 1;
      else if (this.text.startsWith('\\\n', this.at)) this.at += 2;
      else if (this.text.startsWith('\\\r\n', this.at)) this.at += 3;
      else if (char === '#') this.skipLine();
      else if (char === '\n') {
        this.at += 1;
        this.skipDocuments();
        break;
      } else if (/[;&|(){}]/u.test(char) && !this.isBraceInWord()) {
        this.at += 1;
        break;
      } else if (/[<>]/u.test(char)) {
        if (this.isNumbered(words.at(-1))) words.pop();
        this.redirection();
      } else words.push(this.word());
    }
    return { words: withoutKeywords(words) };
  }

  /** `{a,b}` is a word; a brace that stands alone groups commands. */
  private isBraceInWord(): boolean {
    return /[{}]/u.test(this.text[this.at] ?? '') && /[^\s;]/u.test(this.text[this.at + 1] ?? ' ');
  }

  /** `2>file`: a number that touches the sign belongs to it. */
  private isNumbered(last: Word | undefined): boolean {
    const [only, ...others] = last?.parts ?? [];
    return (
      only?.kind === 'text' &&
      others.length === 0 &&
      /^\d+$/u.test(only.text) &&
      /\d/u.test(this.text[this.at - 1] ?? '')
    );
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end === -1 ? this.text.length : end;
  }

  private skipDocuments(): void {
    for (const delimiter of this.pending) {
      while (!this.done()) {
        const start = this.at;
        this.skipLine();
        const line = this.text.slice(start, this.at).replace(/\r$/u, '');
        this.at += 1;
        if (line.replace(/^\t+/u, '') === delimiter) break;
      }
    }
    this.pending = [];
  }

  /** `> file`, `2>&1`, `<<EOF`: skipped with the word that belongs to it. */
  private redirection(): void {
    const operator =
      /^(?:<<<|<<-?|>>|[<>]&?|[<>]\|)/u.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? '<';
    this.at += operator.length;
    while (/[ \t]/u.test(this.text[this.at] ?? '')) this.at += 1;
    if (/[\s;&|()]/u.test(this.text[this.at] ?? '\n')) return;
    const target = this.word();
    if (operator === '<<' || operator === '<<-') {
      this.pending.push(target.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
    }
  }

  private word(): Word {
    const parts: Part[] = [];
    while (!this.done() && !/[\s;&|()<>]/u.test(this.text[this.at] ?? '')) parts.push(...this.piece());
    const last = parts.at(-1);
    const opens =
      this.text[this.at] === '(' && last?.kind === 'text' && /^[A-Za-z_]\w*\+?=$/u.test(last.text);
    if (!opens || parts.length !== 1) return { parts };
    const end = closing(this.text, this.at + 1, '(', ')');
    const inner = this.depth < MOST_DEPTH ? this.text.slice(this.at + 1, end - 1) : '';
    const items = readCommands(inner, this.depth + 1).flatMap(({ words }) => words);
    this.at = end;
    return { parts, items };
  }

  /** One quoted text, expansion or run of plain characters; always moves on. */
  piece(): readonly Part[] {
    const char = this.text[this.at] ?? '';
    if (char === '\\') {
      const next = this.text[this.at + 1] ?? '';
      this.at += 2;
      return next === '\n' ? [] : [{ kind: 'text', text: next }];
    }
    if (char === "'" || this.text.startsWith("$'", this.at)) return [this.singleQuoted()];
    if (char === '"') return this.doubleQuoted();
    if (char === '$' || char === '`') {
      const { part, end } = expansionAt(this.text, this.at, false);
      this.at = Math.max(end, this.at + 1);
      return [part];
    }
    PLAIN.lastIndex = this.at;
    const plain = PLAIN.exec(this.text)?.[0] ?? char;
    this.at += plain.length;
    return [{ kind: 'text', text: plain }];
  }

  private singleQuoted(): Part {
    const from = this.text.indexOf("'", this.at) + 1;
    const found = this.text.indexOf("'", from);
    const end = found === -1 ? this.text.length : found;
    this.at = end + 1;
    return { kind: 'text', text: this.text.slice(from, end) };
  }

  private doubleQuoted(): readonly Part[] {
    const parts: Part[] = [{ kind: 'text', text: '' }];
    let plain = '';
    const flush = (): void => {
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      plain = '';
    };
    this.at += 1;
    while (!this.done() && this.text[this.at] !== '"') {
      const char = this.text[this.at] ?? '';
      const next = this.text[this.at + 1] ?? '';
      if (char === '\\' && /["\\$`\n]/u.test(next)) {
        plain += next === '\n' ? '' : next;
        this.at += 2;
      } else if (char === '$' || char === '`') {
        flush();
        const { part, end } = expansionAt(this.text, this.at, true);
        parts.push(part);
        this.at = Math.max(end, this.at + 1);
      } else {
        plain += char;
        this.at += 1;
      }
    }
    this.at += 1;
    flush();
    return parts;
  }
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['if', 'then', 'else', 'elif', 'fi', 'while', 'until', 'do', 'done', 'esac', '!', 'time'],
  ...['exec', 'command', 'nohup', 'sudo'],
]);

/** A command stands behind the words of the language, and behind programs that run what follows them. */
function withoutKeywords(words: readonly Word[]): readonly Word[] {
  const first = words[0]?.parts;
  const text = first?.length === 1 && first[0]?.kind === 'text' ? first[0].text : undefined;
  return text !== undefined && KEYWORDS.has(text) ? withoutKeywords(words.slice(1)) : words;
}

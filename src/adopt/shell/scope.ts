import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { arithmetic } from './arithmetic';
import { readCommands, readWord } from './commands';
import type { Part, Word } from './words';

/** A text with what could not be known in it left as it was written, and the names of that. */
export interface Expanded {
  readonly text: string;
  readonly open: readonly string[];
}

type Value = string | readonly string[];

/** Longest text that an expansion may grow to, and how deep one may stand in another. */
const MOST_TEXT = 16_384;
const MOST_DEPTH = 16;
/** Items of a list, and characters of a variable that grows: `A=($A $A)` would double it with every line. */
const MOST_ITEMS = 2_000;

/** What a script has said of its variables so far. The environment of this process is not looked at. */
export class Scope {
  private readonly values = new Map<string, Value>();
  private readonly unset = new Map<string, string>();
  /** Folder that relative paths count from; absent: it hangs on a variable. */
  cwd: string | undefined;

  constructor(
    /** Absolute path of the script, which `$0` and `BASH_SOURCE` name. */
    private file: string,
  ) {
    this.cwd = undefined;
  }

  /** For the length of `work`, the script is another one. */
  within<T>(file: string, work: () => T): T {
    const outer = this.file;
    this.file = file;
    try {
      return work();
    } finally {
      this.file = outer;
    }
  }

  set(name: string, value: Value): void {
    this.values.set(name, Array.isArray(value) ? value.slice(0, MOST_ITEMS) : value.slice(0, MOST_TEXT));
    // `X=${X:?message}` gives it no value.
    if (typeof value !== 'string' || !value.includes(`\${${name}}`)) this.unset.delete(name);
  }

  get(name: string): Value | undefined {
    return this.values.get(name);
  }

  /** Names that were used without a value, with what the script says of each (`${NAME:?message}`). */
  missing(): ReadonlyMap<string, string> {
    return this.unset;
  }

  /**
   * The words that a word becomes: outside quotes a value falls apart at spaces, and vanishes when it is empty; a list
   * gives a word for each of its items.
   */
  words(word: Word): readonly Expanded[] {
    const done: Expanded[] = [];
    let open: Expanded | undefined;
    const add = (more: Expanded): void => {
      open = {
        text: ((open?.text ?? '') + more.text).slice(0, MOST_TEXT),
        open: [...(open?.open ?? []), ...more.open],
      };
    };
    const end = (): void => {
      if (open !== undefined) done.push(open);
      open = undefined;
    };
    for (const part of word.parts) {
      const pieces = this.pieces(part);
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) end();
        if (piece !== undefined) add(piece);
      }
    }
    end();
    return done;
  }

  /** What a part becomes; between two pieces a word ends, and `undefined` adds nothing to it. */
  private pieces(part: Part): readonly (Expanded | undefined)[] {
    if (part.kind !== 'variable') return [this.part(part, 0)];
    const value = this.values.get(part.name);
    if (Array.isArray(value) && part.operator === '') {
      return (value as readonly string[]).map((text) => ({ text, open: [] }));
    }
    const expanded = this.part(part, 0);
    if (part.quoted || expanded.open.length > 0) return [expanded];
    return expanded.text.split(/[ \t\n]+/u).map((text) => (text === '' ? undefined : { text, open: [] }));
  }

  text(word: Word, depth = 0): Expanded {
    const open: string[] = [];
    let text = '';
    for (const part of word.parts) {
      if (text.length >= MOST_TEXT) break;
      const expanded = this.part(part, depth);
      open.push(...expanded.open);
      text += expanded.text.slice(0, MOST_TEXT - text.length);
    }
    return { text, open };
  }

  private part(part: Part, depth: number): Expanded {
    if (part.kind === 'text') return { text: part.text, open: [] };
    if (depth > MOST_DEPTH) return { text: part.written, open: [part.written] };
    return part.kind === 'variable' ? this.variable(part, depth) : this.output(part, depth);
  }

  private variable(part: Extract<Part, { kind: 'variable' }>, depth: number): Expanded {
    const { name, operator, operand } = part;
    const value = name === 'BASH_SOURCE' || name === '0' ? this.file : this.values.get(name);
    const written = Array.isArray(value) ? value.join(' ') : (value as string | undefined);
    const has = written !== undefined && (written !== '' || !operator.startsWith(':'));
    const other = (): Expanded => this.text(readWord(operand), depth + 1);
    switch (operator.at(-1)) {
      case '+':
        return has ? other() : { text: '', open: [] };
      case '-':
        return has ? { text: written, open: [] } : other();
      case '=': {
        if (has) return { text: written, open: [] };
        const assigned = other();
        if (assigned.open.length === 0) this.set(name, assigned.text);
        return assigned;
      }
      default: {
        if (has) return { text: written, open: [] };
        this.unset.set(
          name,
          operator.endsWith('?')
            ? this.text(readWord(operand), depth + 1).text
            : (this.unset.get(name) ?? ''),
        );
        return { text: `\${${name}}`, open: [name] };
      }
    }
  }

  /** The output of the few commands with which scripts find their own folder. */
  private output(part: Extract<Part, { kind: 'output' }>, depth: number): Expanded {
    const unknown = { text: part.written, open: [part.written] };
    const sum = /^\$\(\((?<sum>[^]*)\)\)$/u.exec(part.written)?.groups?.sum;
    if (sum !== undefined) {
      const value = arithmetic(sum, (name) => {
        const found = this.values.get(name);
        return typeof found === 'string' ? found : undefined;
      });
      return value === undefined ? unknown : { text: String(value), open: [] };
    }
    const commands = readCommands(part.command).map(({ words }) =>
      words.map((word) => this.text(word, depth + 1)),
    );
    const [first = [], second = []] = commands;
    if (commands.length > 2 || commands.flat().some(({ open }) => open.length > 0)) return unknown;
    const [name, ...args] = first
      .map(({ text }) => text)
      .filter((text, index) => index === 0 || !/^-[\w-]+$/u.test(text));
    const arg = args[0] ?? '';
    const found = ((): string | undefined => {
      if (commands.length === 2) {
        return name === 'cd' && second[0]?.text === 'pwd' ? this.path(arg) : undefined;
      }
      switch (name) {
        case 'realpath':
        case 'readlink':
          return this.path(arg);
        case 'dirname':
          return dirname(arg);
        case 'basename':
          return basename(arg, args[1]);
        case 'echo':
          return args.join(' ');
        case 'pwd':
          return this.cwd;
        default:
          return undefined;
      }
    })();
    return found === undefined ? unknown : { text: found, open: [] };
  }

  private path(text: string): string | undefined {
    if (isAbsolute(text)) return resolve(text);
    return this.cwd === undefined ? undefined : resolve(this.cwd, text);
  }
}

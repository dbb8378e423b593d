/** A piece of a word of a shell script. Nothing here is ever run. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `$NAME`, `${NAME}`, `${NAME:-other}`: `operator` is what follows the name, `operand` the text behind it. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly operator: string;
      readonly operand: string;
      readonly written: string;
      /** Outside quotes its value falls apart at spaces. */
      readonly quoted: boolean;
    }
  /** `$(...)` or backticks: the output of a command, which is only known for a few of them. */
  | { readonly kind: 'output'; readonly command: string; readonly written: string };

export interface Word {
  readonly parts: readonly Part[];
  /** `NAME=(one two)`: the words between the brackets; `parts` is then `NAME=`. */
  readonly items?: readonly Word[];
}

/** A simple command: its words, in order. What joins commands (`&&`, `if`, `;`) is not kept. */
export interface Command {
  readonly words: readonly Word[];
}

const NAME = /^[A-Za-z_]\w*/u;
const SPECIAL = /^[@*#?$!\-\d]/u;

/** Position behind what closes the bracket that opens before `at`; quotes and nested brackets are stepped over. */
export function closing(text: string, at: number, open: string, close: string): number {
  let depth = 1;
  for (let index = at; index < text.length; index += 1) {
    const char = text[index];
    if (char === '\\') index += 1;
    else if (char === "'" && open !== '{') index = endOfQuote(text, index);
    else if (char === open) depth += 1;
    else if (char === close && (depth -= 1) === 0) return index + 1;
  }
  return text.length;
}

const endOfQuote = (text: string, at: number): number => {
  const end = text.indexOf("'", at + 1);
  return end === -1 ? text.length : end;
};

/** The expansion that begins with the `$` or backtick at `at`, and the position behind it. */
export function expansionAt(
  text: string,
  at: number,
  quoted: boolean,
): { readonly part: Part; readonly end: number } {
  const plain = (end: number): { readonly part: Part; readonly end: number } => ({
    part: { kind: 'text', text: text.slice(at, end) },
    end,
  });
  if (text[at] === '`') {
    const found = text.indexOf('`', at + 1);
    const end = found === -1 ? text.length : found + 1;
    return {
      part: { kind: 'output', command: text.slice(at + 1, end - 1), written: text.slice(at, end) },
      end,
    };
  }
  if (text[at + 1] === '(') {
    const end = closing(text, at + 2, '(', ')');
    return {
      part: { kind: 'output', command: text.slice(at + 2, end - 1), written: text.slice(at, end) },
      end,
    };
  }
  if (text[at + 1] === '{') {
    const end = closing(text, at + 2, '{', '}');
    return { part: inBraces(text.slice(at, end), quoted), end };
  }
  const rest = text.slice(at + 1, at + 200);
  const name = NAME.exec(rest)?.[0] ?? SPECIAL.exec(rest)?.[0];
  if (name === undefined) return plain(at + 1);
  const end = at + 1 + name.length;
  return {
    part: { kind: 'variable', name, operator: '', operand: '', written: text.slice(at, end), quoted },
    end,
  };
}

function inBraces(written: string, quoted: boolean): Part {
  const body = written.slice(2, written.endsWith('}') ? -1 : undefined);
  const found =
    /^(?<name>[A-Za-z_]\w*|[@*#?$!\d-])(?:\[(?<index>[^\]]{0,20})\])?(?<operator>:?[-=?+]|)/u.exec(body);
  const { name, operator = '' } = found?.groups ?? {};
  const operand = found === null ? '' : body.slice(found[0].length);
  // Cutting and replacing (`${X%.*}`, `${X/a/b}`), lengths and indirection are beyond what is read here.
  if (name === undefined || (operator === '' && operand !== '')) {
    return { kind: 'output', command: '', written };
  }
  return { kind: 'variable', name, operator, operand, written, quoted };
}

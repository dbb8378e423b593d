/** A formula in a text: `[start, end)` with its delimiters, `[from, to)` without, in UTF-16 units. */
export interface Formula {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  /** Stands on lines of its own. */
  readonly display: boolean;
}
/** Code of Markdown: a fenced block or a span between backticks. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
  readonly fenced: boolean;
}

/** What of a text is not prose, each list in order. */
export interface Found {
  readonly formulas: readonly Formula[];
  readonly code: readonly CodeSpan[];
}

/** Longer ones are text: nothing that a model writes on purpose. */
const LONGEST_INLINE = 1000;
const LONGEST_DISPLAY = 8000;

const TOKEN =
  /\\begin\{([a-z]{3,12}\*?)\}|\\end\{[a-z]{3,12}\*?\}|\\boxed\s?\{|\\[\s\S]|\$\$?|`+|\n[ \t]*\n/g;
const ENVIRONMENTS =
  /^(?:equation|align|aligned|alignat|gather|gathered|multline|cases|array|[bpvBV]?matrix)\*?$/;

interface Open {
  readonly kind: '$' | '$$' | '\\(' | '\\[' | 'environment';
  readonly start: number;
  readonly from: number;
  readonly name: string;
}

/**
 * Formulas and code of a text that a model wrote, in order and apart from one another. One pass, linear: a delimiter
 * that is not closed is text. Dollars are money unless they hug what is between them (`$x$`), no digit follows, and it
 * does not read as prose.
 */
export function formulasIn(text: string): Found {
  const formulas: Formula[] = [];
  const code: CodeSpan[] = [];
  const token = new RegExp(TOKEN);
  const ticks = tickCloser(text);
  let open: Open | undefined;
  // Boxes after a dollar that may open a formula: they are formulas of their own if it does not.
  let boxes: Formula[] = [];
  let last = 0;
  const add = (formula: Formula): void => {
    if (formula.start < last) return;
    formulas.push(formula);
    last = formula.end;
  };
  const drop = (): void => {
    boxes.forEach(add);
    boxes = [];
    open = undefined;
  };
  const close = (to: number, end: number): void => {
    if (open === undefined) return;
    const { kind, start, from } = open;
    const display = kind !== '$' && kind !== '\\(';
    if (to - from > (display ? LONGEST_DISPLAY : LONGEST_INLINE) || text.slice(from, to).trim() === '') {
      drop();
      return;
    }
    boxes = [];
    open = undefined;
    add(
      kind === 'environment'
        ? { start, end, from: start, to: end, display }
        : { start, end, from, to, display },
    );
  };
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [word, environment] = found;
    const start = found.index;
    const end = start + word.length;
    const begin = (kind: Open['kind'], name = ''): void => {
      drop();
      if (start >= last) open = { kind, start, from: end, name };
    };
    const free = open === undefined || open.kind === '$';
    if (word.startsWith('`')) {
      // Inside a formula a backtick is a quotation mark of TeX, or the formula was none.
      if (!free) continue;
      drop();
      const span = start < last ? undefined : ticks(start, word.length);
      if (span === undefined) continue;
      code.push(span);
      token.lastIndex = last = span.end;
    } else if (word.startsWith('\n')) drop();
    else if (word === '$$') {
      if (open?.kind === '$$') close(start, end);
      else if (free) begin('$$');
    } else if (word === '$') {
      if (open?.kind === '$' && closesDollar(text, open.from, start)) close(start, end);
      else if (free && opensDollar(text, start)) begin('$');
      else if (free) drop();
    } else if (word === '\\(' || word === '\\[') {
      if (free || open?.kind === word) begin(word);
    } else if (word === '\\)') {
      if (open?.kind === '\\(') close(start, end);
    } else if (word === '\\]') {
      if (open?.kind === '\\[') close(start, end);
    } else if (environment !== undefined) {
      if (free && ENVIRONMENTS.test(environment)) begin('environment', environment);
    } else if (word.startsWith('\\end')) {
      if (open?.kind === 'environment' && word === `\\end{${open.name}}`) close(start, end);
    } else if (word.startsWith('\\boxed') && free) {
      const stop = closingBrace(text, end);
      if (stop === undefined) continue;
      const box = { start, end: stop, from: start, to: stop, display: false };
      if (open === undefined) {
        add(box);
        token.lastIndex = stop;
      } else boxes.push(box);
    }
  }
  drop();
  return { formulas, code };
}

/** Finds where a run of backticks closes; what nobody closes is looked for only once a length. */
function tickCloser(text: string): (start: number, length: number) => CodeSpan | undefined {
  const hopeless = new Set<number>();
  const closers = new Map<string, RegExp>();
  return (start, length) => {
    if (hopeless.has(length)) return undefined;
    // Only so far back as a fence may be indented: a line may have no end.
    const indent = length < 3 ? null : /(?:^|\n)([ \t]*)$/.exec(text.slice(Math.max(0, start - 12), start));
    const fenced = indent !== null && (start <= 12 || indent[0].startsWith('\n'));
    const lineStart = start - (indent?.[1]?.length ?? 0);
    const name = `${fenced ? 'fence' : 'span'} ${length}`;
    const closer =
      closers.get(name) ??
      new RegExp(fenced ? `\\n[ \\t]*\`{${length},}[ \\t]*(?=\\n|$)` : `(?<!\`)\`{${length}}(?!\`)`, 'g');
    closers.set(name, closer);
    closer.lastIndex = start + length;
    const found = closer.exec(text);
    if (found !== null) return { start: fenced ? lineStart : start, end: closer.lastIndex, fenced };
    if (fenced) return { start: lineStart, end: text.length, fenced };
    hopeless.add(length);
    return undefined;
  };
}

const opensDollar = (text: string, at: number): boolean =>
  /\S/.test(text[at + 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');

function closesDollar(text: string, from: number, at: number): boolean {
  if (at - from > LONGEST_INLINE || /[\s]/.test(text[at - 1] ?? ' ') || /\d/.test(text[at + 1] ?? ''))
    return false;
  const inside = text.slice(from, at);
  // `$5, which is more than 6$`: a sum of money and a sentence.
  return !(/^\d/.test(inside) && !/[\\^_=]/.test(inside) && /\p{L}{3}/u.test(inside));
}

/** One past the brace that closes what was opened before `from`; a box in a box is none. */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  const last = Math.min(text.length, from + LONGEST_INLINE);
  for (let i = from; i < last; i++) {
    const character = text[i];
    if (character === '\\') {
      if (text.startsWith('\\boxed', i)) return undefined;
      i += 1;
    } else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}

import { formulasIn, type CodeSpan, type Formula, type Found } from '../../../../src/protocol/audit';
import { segmentsOf, type Segment } from './segments';

/** How a stretch of a text is set. `raw`: as it is written. */
export type BlockKind = 'paragraph' | 'heading' | 'item' | 'quote' | 'code' | 'table' | 'raw';

/** A stretch of lines; the blocks of a text tile it, and the segments of a block tile the block. */
export interface Block {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
  /** Of an entry of a list: how far it is indented, 0 to 4. */
  readonly level: number;
  /** Found when they are first asked for: of a long text only what is drawn is looked into. */
  readonly segments: readonly Segment[];
}

/** A paragraph without end is cut, so that the browser can leave out what is not in view. */
const LONGEST = 4000;

/** What a line is, and how many characters of it are marks that are not shown. */
function lineKind(line: string): {
  readonly kind: BlockKind;
  readonly hidden: number;
  readonly level: number;
} {
  const heading = /^ {0,3}#{1,6} +(?=\S)/.exec(line);
  if (heading !== null) return { kind: 'heading', hidden: heading[0].length, level: 0 };
  const item = /^([ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)/.exec(line);
  if (item !== null)
    return { kind: 'item', hidden: 0, level: Math.min(4, Math.floor((item[1]?.length ?? 0) / 2)) };
  const quote = /^ {0,3}>[ \t]?/.exec(line);
  if (quote !== null) return { kind: 'quote', hidden: quote[0].length, level: 0 };
  if (/^\s*\|.*\|\s*$/.test(line)) return { kind: 'table', hidden: 0, level: 0 };
  return { kind: 'paragraph', hidden: 0, level: 0 };
}

/** Blocks of a text of light Markdown with formulas; nothing of it is ever markup of the page. */
export function blocksOf(text: string, found: Found = formulasIn(text)): readonly Block[] {
  const { formulas, code } = found;
  const walk = { formula: 0, code: 0 };
  const blocks: Block[] = [];
  let at = 0;
  const push = (kind: BlockKind, end: number, level = 0, hidden = 0): void => {
    const begun = at;
    for (const [from, to] of cuts(text, at, end, formulas, walk.formula)) {
      const find = (): readonly Segment[] =>
        kind === 'code' || kind === 'table'
          ? [{ kind: 'text', style: 0, start: from, end: to }]
          : segmentsOf(text, from, to, {
              formulas,
              code,
              hidden: from === begun ? hidden : 0,
              item: kind === 'item' && from === begun,
            });
      blocks.push(lazyBlock({ kind, start: from, end: to, level }, find));
    }
    at = end;
  };
  while (at < text.length) {
    while ((formulas[walk.formula]?.end ?? Infinity) <= at) walk.formula += 1;
    while ((code[walk.code]?.end ?? Infinity) <= at) walk.code += 1;
    const fence = code[walk.code];
    if (fence?.fenced === true && fence.start === at) {
      push('code', blankAfter(text, fence.end));
      continue;
    }
    let end = lineEnd(text, at, formulas, walk.formula, code, walk.code);
    const { kind, hidden, level } = lineKind(text.slice(at, end));
    // Lines of prose and of a table go on until another kind of line.
    if (kind === 'paragraph' || kind === 'table')
      while (end < text.length && end - at < LONGEST && text[end] !== '\n') {
        let f = walk.formula;
        let c = walk.code;
        while ((formulas[f]?.end ?? Infinity) <= end) f += 1;
        while ((code[c]?.end ?? Infinity) <= end) c += 1;
        if (code[c]?.fenced === true && code[c]?.start === end) break;
        const next = lineEnd(text, end, formulas, f, code, c);
        if (lineKind(text.slice(end, next)).kind !== kind) break;
        end = next;
      }
    push(kind, blankAfter(text, end), level, hidden);
  }
  return blocks;
}

function lazyBlock(block: Omit<Block, 'segments'>, find: () => readonly Segment[]): Block {
  let segments: readonly Segment[] | undefined;
  return {
    ...block,
    get segments() {
      return (segments ??= find());
    },
  };
}

/** The same text as it was written, in blocks that end where lines do. */
export function rawBlocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < text.length;) {
    const line = text.indexOf('\n', Math.min(text.length, at + LONGEST / 2));
    const end = Math.min(text.length, at + LONGEST, line === -1 ? Infinity : line + 1);
    blocks.push({
      kind: 'raw',
      start: at,
      end,
      level: 0,
      segments: [{ kind: 'text', style: 0, start: at, end }],
    });
    at = end;
  }
  return blocks;
}

/** One past the line break that ends a line; a formula or code over several lines is one line. */
function lineEnd(
  text: string,
  from: number,
  formulas: readonly Formula[],
  formula: number,
  code: readonly CodeSpan[],
  span: number,
): number {
  for (let at = from; ;) {
    const found = text.indexOf('\n', at);
    if (found === -1) return text.length;
    while ((formulas[formula]?.end ?? Infinity) <= found) formula += 1;
    while ((code[span]?.end ?? Infinity) <= found) span += 1;
    const inside = [formulas[formula], code[span]].find(
      (piece) =>
        piece !== undefined &&
        piece.start < found &&
        piece.end > found &&
        !('fenced' in piece && piece.fenced),
    );
    if (inside === undefined) return found + 1;
    at = inside.end;
  }
}

/** Empty lines belong to the block before them. */
function blankAfter(text: string, from: number): number {
  const blank = /(?:[ \t]*\n)*/y;
  blank.lastIndex = from;
  return from + (blank.exec(text)?.[0].length ?? 0);
}

/** Ranges of at most `LONGEST`, cut at white space and never in a formula. */
function* cuts(
  text: string,
  start: number,
  end: number,
  formulas: readonly Formula[],
  formula: number,
): Generator<readonly [number, number]> {
  let at = start;
  while (end - at > LONGEST) {
    let to = at + LONGEST;
    const space = text.lastIndexOf(' ', to);
    if (space > at + LONGEST / 2) to = space + 1;
    else if (/[\uDC00-\uDFFF]/.test(text[to] ?? '')) to -= 1;
    while ((formulas[formula]?.end ?? Infinity) <= to) formula += 1;
    const inside = formulas[formula];
    if (inside !== undefined && inside.start < to && inside.end > to) to = Math.min(end, inside.end);
    yield [at, to];
    at = to;
  }
  if (at < end) yield [at, end];
}

import type { Span } from '../text/source';
import type { ScalarNode } from './tree';

/** A character of the value that is not white space, and where it was written. */
interface Mark {
  /** Offset in the value. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

const BLANK = /\s/;

/**
 * Where the piece [start, end) of a scalar's text was written; offsets count UTF-16 units of the text.
 *
 * YAML folds lines and strips indentation, but never drops, adds or reorders characters that are not white space
 * (escapes of double quotes aside, which are decoded here). So the n-th such character of the text is the n-th one
 * written; white space between two of them lies between their places.
 */
export function textSpan(node: ScalarNode, start: number, end: number): Span {
  const { source } = node.span;
  const marks = marksOf(node);
  if (marks === undefined || start >= end)
    return marks === undefined ? node.span : emptyAt(node, marks, start);
  const first = marks.find((mark) => mark.at >= start);
  const last = marks.findLast((mark) => mark.at < end);
  if (first === undefined || last === undefined || first.at > last.at) return emptyAt(node, marks, start);
  return { source, start: first.start, end: last.end };
}

/** A place without width: directly behind the character before, or before the first. */
function emptyAt(node: ScalarNode, marks: readonly Mark[], offset: number): Span {
  const { source } = node.span;
  const here = marks.find((mark) => mark.at >= offset);
  const before = marks.findLast((mark) => mark.at < offset);
  const at =
    here !== undefined && (here.at === offset || before === undefined)
      ? here.start
      : (before?.end ?? node.span.start);
  return { source, start: at, end: at };
}

/** The marks of a text, or nothing when value and source do not agree. */
function marksOf(node: ScalarNode): readonly Mark[] | undefined {
  const written = unitsOf(node);
  const marks: Mark[] = [];
  let next = 0;
  for (let at = 0; at < node.text.length; at++) {
    const character = node.text.charAt(at);
    if (BLANK.test(character)) continue;
    const unit = written[next++];
    if (unit?.text !== character) return undefined;
    marks.push({ at, start: unit.start, end: unit.end });
  }
  return next === written.length ? marks : undefined;
}

interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The written characters that are not white space, decoded, one UTF-16 unit each. */
function unitsOf(node: ScalarNode): readonly Unit[] {
  const { source, start, end } = node.span;
  const text = source.text.slice(start, end);
  switch (node.style) {
    case 'single-quoted':
      return collect(text.slice(1, -1), start + 1, /''/y, () => "'");
    case 'double-quoted':
      return collect(
        text.slice(1, -1),
        start + 1,
        /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r\n|[^])/y,
        decode,
      );
    case 'literal':
    case 'folded': {
      const header = text.indexOf('\n') + 1;
      return header === 0 ? [] : collect(text.slice(header), start + header);
    }
    case 'plain':
    case 'empty':
    case 'broken':
      return collect(text, start);
  }
}

function collect(
  text: string,
  offset: number,
  escape?: RegExp,
  decoded?: (escape: string) => string,
): readonly Unit[] {
  const units: Unit[] = [];
  for (let i = 0; i < text.length;) {
    let written = text.charAt(i);
    let value = written;
    if (escape !== undefined && decoded !== undefined) {
      escape.lastIndex = i;
      const match = escape.exec(text)?.[0];
      if (match !== undefined) {
        written = match;
        value = decoded(match);
      }
    }
    for (const unit of value.split('')) {
      if (!BLANK.test(unit)) units.push({ text: unit, start: offset + i, end: offset + i + written.length });
    }
    i += written.length;
  }
  return units;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
};

/** The text of a double-quoted escape; an escaped line break joins lines and is nothing. */
function decode(escape: string): string {
  const name = escape.charAt(1);
  if (name === '\n' || name === '\r') return '';
  if (escape.length > 2) {
    const point = Number.parseInt(escape.slice(2), 16);
    return point > 0x10ffff ? '' : String.fromCodePoint(point);
  }
  return NAMED_ESCAPES[name] ?? name;
}

/** A top-level key with everything behind it, as offsets; what stands under it may be split further. */
export interface Section {
  readonly start: number;
  readonly end: number;
  /** Something stands before its key that belongs at the start of a text. */
  readonly isFirst: boolean;
  /** What the children are items of; absent where the section is read in one piece. */
  readonly under?: 'list' | 'map';
  /** Where each child starts, in order; the next child or the end of the section ends it. */
  readonly children: readonly number[];
}

interface Open {
  readonly start: number;
  readonly isFirst: boolean;
  under?: 'list' | 'map' | 'nothing';
  indent: number;
  children: number[];
  /** Children are looked for no longer. */
  stopped: boolean;
  tabbed: boolean;
  /** Nothing but a comment stands behind the colon of the key. */
  bare: boolean;
}

/**
 * Cuts a text at its top-level keys, and below a key without a value of its own at the keys or dashes of the level
 * below. A line at one of these columns ends every quote, bracket, block and text above it (YAML wants what they
 * continue with to stand deeper), so each piece can be read alone and no slip reaches beyond its piece.
 *
 * Nothing where the text must be read whole: its root is no mapping, or it has several documents.
 */
export function splitText(text: string): readonly Section[] | undefined {
  const sections: Open[] = [];
  let section: Open | undefined;
  let first: number | undefined;
  let next = 0;
  while (next < text.length) {
    const line = next;
    const feed = text.indexOf('\n', line);
    next = feed < 0 ? text.length : feed + 1;
    let at = line;
    while (text.charCodeAt(at) === SPACE) at++;
    const indent = at - line;
    const isTabbed = text.charCodeAt(at) === TAB;
    while (isWhite(text.charCodeAt(at))) at++;
    // A blank line or a comment belongs to what stands before it.
    if (at >= next || text.charCodeAt(at) === FEED || text.charCodeAt(at) === HASH) continue;
    const colon = isTabbed ? undefined : colonOfKey(text, at);
    if (indent === 0 && !isTabbed && isMarker(text, at)) {
      if (section !== undefined || !isBlank(text, at + 3, next)) return undefined;
      first ??= line;
    } else if (indent === 0 && colon !== undefined) {
      section = {
        start: first ?? line,
        isFirst: first !== undefined,
        indent: 0,
        children: [],
        stopped: false,
        tabbed: false,
        bare: isBlank(text, colon + 1, next),
      };
      sections.push(section);
      first = undefined;
    } else if (section === undefined) {
      if (indent > 0 || isTabbed || !isWordLine(text, at, next)) return undefined;
      first ??= line;
    } else {
      addLine(section, { text, line, next, at, indent, isTabbed, isKey: colon !== undefined });
    }
  }
  return sections.length === 0
    ? undefined
    : sections.map((one, i) => close(one, sections[i + 1]?.start ?? text.length));
}

function close(section: Open, end: number): Section {
  const { start, isFirst, under, children, tabbed } = section;
  if (under === undefined || under === 'nothing' || tabbed) return { start, end, isFirst, children: [] };
  return { start, end, isFirst, under, children };
}

interface Line {
  readonly text: string;
  readonly line: number;
  readonly next: number;
  /** Where its first character stands that is not white. */
  readonly at: number;
  readonly indent: number;
  readonly isTabbed: boolean;
  readonly isKey: boolean;
}

/** A line with something in it that starts no section. */
function addLine(section: Open, { text, line, next, at, indent, isTabbed, isKey }: Line): void {
  if (isTabbed) section.tabbed = true;
  const kind = isTabbed ? undefined : isKey ? 'map' : isDash(text, at) ? 'list' : undefined;
  if (section.under === undefined) {
    section.under = section.bare && (indent > 0 || kind === 'list') ? (kind ?? 'nothing') : 'nothing';
    section.indent = indent;
    if (section.under !== 'nothing') section.children.push(line);
  } else if (kind === section.under && indent === section.indent && !section.stopped) {
    section.children.push(line);
  } else if (indent === 0) {
    // It may be a key that is quoted or has a space in it: then what follows belongs to that one.
    section.stopped ||= text.slice(at, next).includes(':') || text.charAt(at) === '?';
  }
}

const TAB = 9;
const FEED = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const COLON = 58;

/** White space inside a line; a return is only ever the end of one, or a slip. */
const isWhite = (unit: number): boolean => unit === SPACE || unit === TAB || unit === RETURN;

const isEnd = (unit: number): boolean => isWhite(unit) || unit === FEED || Number.isNaN(unit);

/** Letters, digits and `_` of any script, as every id and key of a curriculum is made of. */
const isWordStart = (unit: number): boolean =>
  (unit >= 48 && unit <= 57) ||
  (unit >= 65 && unit <= 90) ||
  unit === 95 ||
  (unit >= 97 && unit <= 122) ||
  (unit >= 0xa1 && unit < 0x2000);

const isWordUnit = (unit: number): boolean =>
  isWordStart(unit) || unit === DASH || unit === 46 || unit === 47;

/** Offset of the colon where a plain key starts, nothing where none does. */
function colonOfKey(text: string, start: number): number | undefined {
  const end = endOfWord(text, start);
  return end > start && text.charCodeAt(end) === COLON && isEnd(text.charCodeAt(end + 1)) ? end : undefined;
}

function endOfWord(text: string, start: number): number {
  if (!isWordStart(text.charCodeAt(start))) return start;
  let at = start + 1;
  while (isWordUnit(text.charCodeAt(at))) at++;
  return at;
}

const isDash = (text: string, at: number): boolean =>
  text.charCodeAt(at) === DASH && isEnd(text.charCodeAt(at + 1));

const isMarker = (text: string, at: number): boolean =>
  (text.startsWith('---', at) || text.startsWith('...', at)) && isEnd(text.charCodeAt(at + 3));

/** A half-typed key alone on its line. */
function isWordLine(text: string, start: number, end: number): boolean {
  const behind = endOfWord(text, start);
  return behind > start && isBlank(text, behind, end);
}

/** Nothing but white space and a comment. */
function isBlank(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && isWhite(text.charCodeAt(at))) at++;
  return at >= end || text.charCodeAt(at) === FEED || (text.charCodeAt(at) === HASH && at > start);
}

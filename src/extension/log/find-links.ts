/** A place in a line of a log that leads somewhere; `start` and `length` in UTF-16 units of the line. */
export type FoundLink = { readonly start: number; readonly length: number } & (
  | { readonly kind: 'file'; readonly path: string; readonly line?: number; readonly column?: number }
  /** A row by its id, or its number from 1. */
  | { readonly kind: 'row'; readonly row: string }
  /** A known failure, in a line that we wrote ourselves. */
  | { readonly kind: 'finding'; readonly id: string }
);

/** What our own lines begin with. */
export const OWN_LINE = '──';

/** Characters of a line that are looked at: a log has lines of megabytes. */
const LOOKED_AT = 4000;
/** Links of one line: each file is looked up on the disk. */
const MOST = 10;

type Reading = (match: RegExpExecArray) => FoundLink | undefined;

/** Python says where in its tracebacks: `File "train.py", line 12, in main`. */
const TRACEBACK = /"([^"\r\n]{1,1000})", line (\d{1,9})/g;
/** Our data layer: `Row 12 of data/train.jsonl: ...`. */
const ROW_OF = /\bRow (\d{1,12}) of (\S[^\r\n]{0,999}?)(?=: |$)/g;
/** Most other programs: `rewards/math.py:12:5`. An address such as 127.0.0.1:80 has no letter behind its last dot. */
const PLACE =
  /(?<![\w/\\.:@+~-])((?:[A-Za-z]:)?[\\/]{0,2}(?:[\w.@+~-]{1,255}[\\/]){0,64}[\w.@+~-]{1,200}\.[A-Za-z]\w{0,9}):(\d{1,9})(?::(\d{1,9}))?(?![\w.])/g;
/** Our engine: `(row pictures:12)`. */
const ROW = /\brow ((?=[^\s()]*\d)[^\s()[\]{},;'"`]{1,200}?)(?=[\s()[\]{},;'"`]|[.:]?$|[.:]\s)/g;
const FINDING = /\bF\d{2}\b/g;

/** Links of a line, in order and apart from one another; a line of any length and content is looked at quickly. */
export function findLinks(whole: string): readonly FoundLink[] {
  const line = whole.slice(0, LOOKED_AT);
  const found: FoundLink[] = [];
  const look = (pattern: RegExp, read: Reading): void => {
    for (const match of line.matchAll(pattern)) {
      const link = read(match);
      if (link !== undefined && !found.some((other) => overlap(link, other))) found.push(link);
    }
  };
  look(TRACEBACK, (match) => ({ kind: 'file', ...span(match), ...place(match[1], match[2]) }));
  look(ROW_OF, (match) => ({ kind: 'file', ...span(match), ...place(match[2], match[1]) }));
  look(PLACE, (match) => ({ kind: 'file', ...span(match), ...place(match[1], match[2], match[3]) }));
  look(ROW, (match) => ({ kind: 'row', ...span(match), row: match[1] ?? '' }));
  if (line.startsWith(OWN_LINE))
    look(FINDING, (match) => ({ kind: 'finding', ...span(match), id: match[0] }));
  return found.sort((a, b) => a.start - b.start).slice(0, MOST);
}

const span = (match: RegExpExecArray) => ({ start: match.index, length: match[0].length });

/** Line and column as they are written: from 1. */
function place(path = '', line?: string, column?: string) {
  return {
    path,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

const overlap = (a: FoundLink, b: FoundLink): boolean =>
  a.start < b.start + b.length && b.start < a.start + a.length;

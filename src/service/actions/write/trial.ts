import { createAnalyzer } from '../../../language';
import type { Problem } from '../../../protocol';
import type { Snapshot } from '../../document/snapshot';
import type { Edit } from '../fix';
import { analyzeWith, applyEdits } from './apply';
import { lineEnd, lineStart, nextLine } from './text';

/** What the language says without and with some edits, of the same piece of text. */
export interface Trial {
  readonly before: readonly Problem[];
  readonly after: readonly Problem[];
}

/** Up to here a document is read whole; a longer one would be felt at every move of the cursor. */
const SHORT = 8000;
/** What stands this near a place on either side is read with it, and on to where a part begins; in characters. */
const NEAR = 80;
const FAR = 4000;

/**
 * Tries edits: of a short document on all of it, of a long one on the parts around an offset, where only form is
 * looked at (SC1xx), as names are declared elsewhere. What was tried once is kept with the snapshot.
 */
export function tryEdits(snapshot: Snapshot, edits: readonly Edit[], offset: number): Trial {
  const { text } = snapshot.source;
  if (text.length <= SHORT) {
    return {
      before: snapshot.checked.problems,
      after: read(snapshot, applyOwn(snapshot, edits), () => analyzeWith(snapshot, edits).checked.problems),
    };
  }
  const own = edits.filter(({ span }) => span.source.path === snapshot.path);
  const from = Math.min(offset, ...own.map(({ span }) => span.start));
  const to = Math.max(offset, ...own.map(({ span }) => span.end));
  const excerpt = excerptOf(text, to - from < FAR ? from : offset, to - from < FAR ? to : offset);
  const inside = own.filter(({ span }) => excerpt.start <= span.start && span.end <= excerpt.end);
  const moved = inside.map(({ span, text: written }) => ({
    span: { ...span, start: span.start - excerpt.start, end: span.end - excerpt.start },
    text: written,
  }));
  const body = text.slice(excerpt.start, excerpt.end);
  const form = (whole: string): readonly Problem[] =>
    read(snapshot, whole, () =>
      createAnalyzer()
        .analyze(snapshot.path, whole, { read: () => undefined })
        .checked.problems.filter(({ code }) => code.startsWith('SC1')),
    );
  return { before: form(excerpt.head + body), after: form(excerpt.head + applyEdits(body, moved)) };
}

const applyOwn = ({ source, path }: Snapshot, edits: readonly Edit[]): string =>
  applyEdits(
    source.text,
    edits.filter(({ span }) => span.source.path === path),
  );

const tried = new WeakMap<Snapshot['checked'], Map<string, readonly Problem[]>>();

function read({ checked }: Snapshot, text: string, look: () => readonly Problem[]): readonly Problem[] {
  const known = tried.get(checked) ?? new Map<string, readonly Problem[]>();
  tried.set(checked, known);
  const found = known.get(text) ?? look();
  known.set(text, found);
  return found;
}

interface Excerpt {
  /** The keys that the piece lies under, each on its line. */
  readonly head: string;
  readonly start: number;
  readonly end: number;
}

/** The whole parts of a text around a piece of it, with the keys above them. */
function excerptOf(text: string, from: number, to: number): Excerpt {
  let start = lineStart(text, Math.max(0, from - NEAR));
  while (start > 0 && from - start < FAR && !isPart(text, start)) start = lineStart(text, start - 1);
  let end = nextLine(text, Math.min(text.length, to + NEAR));
  while (end < text.length && end - to < FAR && !isPart(text, end)) end = nextLine(text, end);
  return { head: keysAbove(text, start), start, end };
}

const lineAt = (text: string, start: number): string => text.slice(start, lineEnd(text, start));

/** An item of a list or a key that is not indented deep: nothing before it is open any more, as a rule. */
const isPart = (text: string, start: number): boolean =>
  /^(?: {0,4}- | {0,2}[\w"'])/u.test(lineAt(text, start));

const depthOf = (line: string): number => /^ */u.exec(line)?.[0].length ?? 0;

function keysAbove(text: string, start: number): string {
  const keys: string[] = [];
  let depth = depthOf(lineAt(text, start));
  for (let line = start; line > 0 && depth > 0;) {
    line = lineStart(text, line - 1);
    const written = lineAt(text, line);
    if (!/^[^#\s]|^ +[^#\s]/u.test(written) || depthOf(written) >= depth) continue;
    depth = depthOf(written);
    keys.unshift(`${written}\n`);
  }
  return keys.join('');
}

import type { LineIndex } from '../../language';
import { frameOf, isDash, keyAt, newRoot, valueStart, writtenAt, type BlockFrame } from './block';
import { HASH, SPACE, isBlank, isEnd, skipBlanks } from './characters';
import { unquoted } from './flow';

/** A document that is one flow mapping: where its lines begin means nothing. */
const IN_BRACES = /^\uFEFF?(?:\s|#[^\n\r]*|---(?=\s))*\{/;

/** The last line, not below the given one, that begins a key of the root: all before it is closed there. */
export function rootLine(text: string, lines: LineIndex, line: number): number {
  if (IN_BRACES.test(text)) return 0;
  for (let at = line; at > 0; at--) {
    if (/[\w"']/.test(text[lines.lineStart(at)] ?? '')) return at;
  }
  return 0;
}

/** Keys of the root above a line; nothing else of these lines matters. */
export function rootKeys(text: string, lines: LineIndex, before: number): BlockFrame {
  const root = newRoot();
  for (let line = 0; line < before; line++) {
    const start = lines.lineStart(line);
    const code = text.charCodeAt(start);
    if (isBlank(code) || isEnd(code) || code === HASH) continue;
    const found = keyAt(text, start);
    if (found === undefined || isDash(text, start)) continue;
    const value = writtenAt(text, valueStart(text, found.colon + 1));
    root.entries.set(found.key, value);
    root.key = found.key;
    root.content = value === '' ? 'nested' : 'whole';
  }
  return root;
}

interface Part {
  /** The line of a key of the root. */
  readonly root: number;
  /** The cursor's line. */
  readonly line: number;
  readonly above: BlockFrame | undefined;
}

interface Skipped {
  readonly frames: readonly BlockFrame[];
  readonly from: number;
}

/**
 * Stages and datasets may be thousands of lines, but whatever begins inside of one has ended where the next begins:
 * of those before the last, only their own line is looked at. Nothing when the lines are not as regular as that.
 */
export function skipEntries(
  text: string,
  lines: LineIndex,
  { root, line, above }: Part,
): Skipped | undefined {
  const key = keyAt(text, lines.lineStart(root));
  if (key === undefined || writtenAt(text, valueStart(text, key.colon + 1)) !== '') return undefined;
  const top = above ?? newRoot();
  let inner: BlockFrame | undefined;
  let width = 0;
  let last: { readonly line: number; readonly take: () => void } | undefined;
  for (let next = root + 1; next < line; next++) {
    const start = lines.lineStart(next);
    const at = inner === undefined ? skipBlanks(text, start) : blanksUpTo(text, start, width);
    const code = text.charCodeAt(at);
    if (isEnd(code) || isBlank(code) || code === HASH) continue;
    if (inner === undefined) {
      if (hasTab(text, start, at)) return undefined;
      width = at - start;
      inner = frameOf(isDash(text, at) ? 'list' : 'map', width);
    } else if (at - start < width) return undefined;
    const take = entryAt(text, at, inner);
    if (take === undefined) return undefined;
    if (take === 'other') continue;
    last?.take();
    last = { line: next, take };
  }
  if (inner === undefined || last === undefined) return undefined;
  top.entries.set(key.key, '');
  top.key = key.key;
  top.content = 'nested';
  return { frames: [top, inner], from: last.line };
}

/** Notes the entry that begins at an offset; `other` for what is none, nothing where it cannot stand there. */
function entryAt(text: string, at: number, frame: BlockFrame): (() => void) | 'other' | undefined {
  if (frame.kind === 'map') {
    if (isDash(text, at)) return undefined;
    const key = keyAt(text, at);
    if (key === undefined) return 'other';
    return () => {
      frame.entries.set(key.key, writtenAt(text, valueStart(text, key.colon + 1)));
      frame.key = key.key;
      frame.content = 'nested';
    };
  }
  if (!isDash(text, at)) return '}],'.includes(text[at] ?? '') ? 'other' : undefined;
  return () => {
    frame.index++;
    frame.content = 'nested';
    const value = skipBlanks(text, at + 1);
    if (keyAt(text, value) === undefined) frame.items.push(unquoted(writtenAt(text, value)));
  };
}

/** The first character of a line that is not blank, but no further than the given width. */
function blanksUpTo(text: string, start: number, width: number): number {
  let at = start;
  while (at < start + width && text.charCodeAt(at) === SPACE) at++;
  return at;
}

const hasTab = (text: string, from: number, to: number): boolean => text.slice(from, to).includes('\t');

import { sourceText, type Analyzer, type ReadFile } from '../../language';
import type { Snapshot, TextChange } from '../../service';
import { isPosition, offsetOf, type TextPosition } from './position';
import { placeOfUri, type DocumentPlace } from './place';

/** A change as a client sends it; without a range the text is the whole document. */
export interface ContentChange {
  readonly range?: { readonly start: TextPosition; readonly end: TextPosition };
  readonly text: string;
}

/** One version of an open text. The snapshot is made when first asked for, and once. */
export interface OpenDocument extends DocumentPlace {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly snapshot: () => Snapshot;
  /**
   * The newest text at once, with what the last analysis says where only one line was changed since: for what is asked
   * with each keystroke and looks up names alone. Its tree and its places are not those of the text.
   */
  readonly draft: () => Snapshot;
  /** The snapshot that `draft` goes by. */
  readonly analysed: () => Snapshot | undefined;
  /** The files that the snapshot's `extends` asks for, whether they are there or not. */
  readonly bases: () => ReadonlySet<string>;
}

interface Input {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

/**
 * A document as it stands; `read` gives the files that it extends, `last` is the analysis of a text that differs in one
 * line.
 */
export function openDocument(
  input: Input,
  analyzer: Analyzer,
  read: ReadFile,
  last?: Snapshot,
): OpenDocument {
  const place = placeOfUri(input.uri);
  let made: Snapshot | undefined;
  const asked = new Set<string>();
  const noting: ReadFile = (path) => {
    asked.add(path);
    return place.onDisk ? read(path) : undefined;
  };
  const snapshot = (): Snapshot =>
    (made ??= {
      ...analyzer.analyze(place.path, input.text, { read: noting }),
      uri: input.uri,
      path: place.path,
      version: input.version,
      onDisk: place.onDisk,
    });
  let drafted: Snapshot | undefined;
  const draft = (): Snapshot => {
    if (made !== undefined || last === undefined) return snapshot();
    return (drafted ??= { ...last, source: sourceText(place.path, input.text), version: input.version });
  };
  const bases = (): ReadonlySet<string> => {
    snapshot();
    return asked;
  };
  return { ...input, ...place, snapshot, draft, analysed: () => made ?? last, bases };
}

interface Changed {
  readonly text: string;
  readonly applied: readonly AppliedChange[];
  /** No line was added, taken away, or joined with another. */
  readonly isInLine: boolean;
}

/** A text after a client's changes, and what they changed; `undefined` for changes that make no sense. */
export function applyChanges(text: string, changes: readonly ContentChange[]): Changed | undefined {
  let current = text;
  let isInLine = true;
  const applied: AppliedChange[] = [];
  for (const { range, text: inserted } of changes) {
    if (typeof inserted !== 'string') return undefined;
    const { lines } = sourceText('', current);
    if (range !== undefined && !(isPosition(range.start) && isPosition(range.end))) return undefined;
    const start = range === undefined ? 0 : offsetOf(current, lines, range.start);
    const end = range === undefined ? current.length : Math.max(start, offsetOf(current, lines, range.end));
    const before = current.slice(start, end);
    current = current.slice(0, start) + inserted + current.slice(end);
    const change = smallest(start, before, inserted);
    const gone = before.slice(change.start - start, change.end - start);
    isInLine &&= !/[\r\n]/.test(gone) && !/[\r\n]/.test(change.text);
    applied.push({ ...change, after: current });
  }
  return { text: current, applied, isInLine };
}

/** The part of a change that differs: an editor may send a whole line or text in which one word is another. */
function smallest(start: number, before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {
    start: start + head,
    end: start + before.length - tail,
    text: after.slice(head, after.length - tail),
  };
}

/** A change with the text that it left. */
export interface AppliedChange extends TextChange {
  readonly after: string;
}

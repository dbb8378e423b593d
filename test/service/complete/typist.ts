import type { CompletionItem } from 'vscode-languageserver-types';
import { complete, type CompleteOptions } from '../../../src/service/complete';
import type { Known, Snapshot } from '../../../src/service';
import { snapshotOf } from '../snapshot';
import { inOrder } from './at';

export interface Typist {
  /** Chooses an item by its label; fails where it is not offered. */
  choose(label: string): Promise<void>;
  /** Types what no list can offer: line breaks, blanks, a name of one's own. A selected word is written over. */
  type(text: string): void;
  /** Puts the cursor behind the last place where these words stand. */
  goTo(words: string): void;
  /** Goes to the end of the text, begins a line and indents it by so many levels. */
  line(level: number): void;
  /** Writes a name of one's own over one that was suggested. */
  rename(words: string, name: string): void;
  /** What is offered, in the order of an editor's list. */
  labels(): Promise<readonly string[]>;
  readonly text: string;
  readonly offset: number;
  snapshot(): Snapshot;
}

/** Someone who writes a curriculum in an editor, one list of suggestions after another. */
export function typist(path: string, known: Known, options: CompleteOptions): Typist {
  let text = '';
  let start = 0;
  let end = 0;
  const replace = (from: number, to: number, written: string): void => {
    text = text.slice(0, from) + written + text.slice(to);
    start = end = from + written.length;
  };
  const snapshot = (): Snapshot => snapshotOf(text, path);
  const items = async (): Promise<readonly CompletionItem[]> => {
    // What is selected is what a snippet suggests: it is written over.
    if (start !== end) replace(start, end, '');
    return inOrder(await complete(snapshot(), start, known, undefined, { wait: 20_000, ...options }));
  };
  return {
    get text() {
      return text;
    },
    get offset() {
      return start;
    },
    snapshot,
    labels: async () => (await items()).map(({ label }) => label),
    async choose(label) {
      const offered = await items();
      const item = offered.find((one) => one.label === label);
      if (item?.textEdit === undefined || !('range' in item.textEdit)) {
        const near = offered.slice(0, 12).map((one) => one.label);
        throw new Error(`${label} is not offered, but ${near.join(', ')}, in\n${text.slice(0, start)}|`);
      }
      const { range, newText } = item.textEdit;
      const { lines } = snapshot().source;
      const from = lines.offset(range.start.line, range.start.character);
      const to = lines.offset(range.end.line, range.end.character);
      if (item.insertTextFormat !== 2) {
        replace(from, to, newText);
        return;
      }
      const { written, first } = readSnippet(newText);
      replace(from, to, written);
      start = from + first.start;
      end = from + first.end;
    },
    type(typed) {
      replace(start, end, typed);
    },
    goTo(words) {
      const at = text.lastIndexOf(words);
      if (at < 0) throw new Error(`There is no ${words} in\n${text}`);
      start = end = at + words.length;
    },
    line(level) {
      start = end = text.length;
      replace(start, end, `\n${'  '.repeat(level)}`);
    },
    rename(words, name) {
      this.goTo(words);
      replace(start - words.length, start, name);
    },
  };
}

interface Place {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The text of a snippet, and the place that an editor goes to first: the end, where it has none. */
function readSnippet(snippet: string): { readonly written: string; readonly first: Place } {
  let written = '';
  const places: Place[] = [];
  const part = /\\.|\$(\d+)|\$\{(\d+)(?::((?:\\.|[^\\}])*)|\|((?:\\.|[^\\|])*)\|)?\}|[^]/gu;
  for (const [token, bare, numbered, words, choices] of snippet.matchAll(part)) {
    const number = bare ?? numbered;
    if (number === undefined) {
      written += token.startsWith('\\') ? token.slice(1) : token;
      continue;
    }
    const suggested = words ?? /^(?:\\.|[^\\,])*/u.exec(choices ?? '')?.[0] ?? '';
    const start = written.length;
    written += suggested.replaceAll(/\\(.)/gu, '$1');
    // The place with number 0 is where the cursor is in the end.
    places.push({ number: Number(number) === 0 ? Infinity : Number(number), start, end: written.length });
  }
  const [first] = places.sort((a, b) => a.number - b.number);
  return { written, first: first ?? { number: 0, start: written.length, end: written.length } };
}

import { resolve } from 'node:path';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import { parseDocument } from 'yaml';
import type { ReadFile } from '../../../src/language';
import { complete, type CompleteOptions } from '../../../src/service/complete';
import type { Known, Snapshot } from '../../../src/service';
import { atCursor, snapshotOf } from '../snapshot';

export const SHAPE_MATH = resolve('examples/shape-math');
/** Beside the example's own curriculum, so that paths in a text lead to its files. */
export const BESIDE = resolve(SHAPE_MATH, 'typed.curriculum.yaml');

export interface Completed {
  readonly snapshot: Snapshot;
  readonly offset: number;
  readonly list: CompletionList;
  readonly labels: readonly string[];
}

export async function completeAt(
  marked: string,
  known: Known,
  options: CompleteOptions & { readonly read?: ReadFile } = {},
): Promise<Completed> {
  const { text, offset } = atCursor(marked);
  const snapshot = snapshotOf(text, BESIDE, options.read);
  const list = await complete(snapshot, offset, known, undefined, { wait: 20_000, ...options });
  return { snapshot, offset, list, labels: inOrder(list).map(({ label }) => label) };
}

/** The items as an editor shows them. */
export const inOrder = (list: CompletionList): readonly CompletionItem[] =>
  [...list.items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));

/** The text after an item was chosen; places to fill in keep the words that they suggest. */
export function applied({ snapshot, list }: Completed, label: string): string {
  const item = list.items.find((one) => one.label === label);
  if (item?.textEdit === undefined || !('range' in item.textEdit)) throw new Error(`No item ${label}`);
  const { text, lines } = snapshot.source;
  const { range, newText } = item.textEdit;
  const written = item.insertTextFormat === 2 ? filledIn(newText) : newText;
  const at = (place: { line: number; character: number }) => lines.offset(place.line, place.character);
  return text.slice(0, at(range.start)) + written + text.slice(at(range.end));
}

/** Reads a snippet character by character, as editors do; a place without a word is left empty. */
function filledIn(snippet: string): string {
  let text = '';
  let at = 0;
  while (at < snippet.length) {
    const rest = snippet.slice(at);
    const place = /^\$(?:\d+|\{\d+\})/.exec(rest) ?? /^\$\{\d+[:|]/.exec(rest);
    if (rest.startsWith('\\')) {
      text += rest[1] ?? '';
      at += 2;
    } else if (place === null) {
      text += rest[0] ?? '';
      at++;
    } else {
      at += place[0].length;
      if (!/[:|]$/.test(place[0])) continue;
      const isChoice = place[0].endsWith('|');
      let first = true;
      for (; at < snippet.length && snippet[at] !== '}'; at++) {
        if (isChoice && (snippet[at] === ',' || snippet[at] === '|')) first = false;
        if (snippet[at] === '\\') at++;
        if (first) text += snippet[at] ?? '';
      }
      at++;
    }
  }
  return text;
}

export const yamlErrors = (text: string): readonly string[] =>
  parseDocument(text).errors.map(({ message }) => message);

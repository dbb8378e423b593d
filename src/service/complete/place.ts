import {
  InsertTextFormat,
  InsertTextMode,
  type CompletionItem,
  type Range,
} from 'vscode-languageserver-types';
import type { Cursor } from '../cursor';
import type { Snapshot } from '../document/snapshot';
import type { Draft } from './context';
import { SUGGEST_COMMAND, type CompleteOptions } from './options';
import { literal, plainText } from './snippet';

/** Drafts that fit what is typed, each with its place in the text and in the list. */
export function placeItems(
  drafts: readonly Draft[],
  cursor: Cursor,
  snapshot: Snapshot,
  offset: number,
  options: CompleteOptions,
): CompletionItem[] {
  const seen = new Set<string>();
  return drafts.flatMap((draft, index) => {
    const { start, end } = draft.range ?? cursor;
    const typed = snapshot.source.text.slice(start, offset);
    const filter = draft.filter ?? draft.label;
    const match = matchOf(typed, filter);
    const name = `${draft.label} ${draft.detail ?? ''}`;
    if (match === undefined || seen.has(name)) return [];
    seen.add(name);
    const lead = start === cursor.start ? `${cursor.lead}${draft.dash === true ? '- ' : ''}` : '';
    const trail = end === cursor.end ? cursor.trail : '';
    const body = `${literal(lead)}${bodyOf(draft, cursor)}${literal(trail)}`;
    const isSnippet = options.snippets !== false && plainText(body) !== unescaped(body);
    return [
      {
        label: draft.label,
        kind: draft.kind,
        sortText: `${match}${draft.group}${String(index).padStart(4, '0')}`,
        filterText: filter,
        textEdit: { range: rangeOf(snapshot, start, end), newText: isSnippet ? body : plainText(body) },
        insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
        insertTextMode: InsertTextMode.asIs,
        ...(draft.detail === undefined ? {} : { detail: draft.detail }),
        ...(draft.doc === undefined
          ? {}
          : { documentation: { kind: 'markdown', value: draft.doc } as const }),
        ...(draft.preselect === true ? { preselect: true } : {}),
        ...(draft.retrigger === true && options.retrigger !== false
          ? { command: { title: 'Suggest', command: SUGGEST_COMMAND } }
          : {}),
      },
    ];
  });
}

const unescaped = (body: string): string => body.replaceAll(/\\([\\$}])/g, '$1');

export function rangeOf({ source: { lines } }: Snapshot, start: number, end: number): Range {
  const at = (offset: number) => {
    const { line, column } = lines.position(offset);
    return { line, character: column };
  };
  return { start: at(start), end: at(end) };
}

/** 0: it begins with what is typed; 1: has it inside; 2: has its letters in this order; nothing: it does not fit. */
export function matchOf(typed: string, filter: string): 0 | 1 | 2 | undefined {
  const wanted = typed.trim().toLowerCase();
  const text = filter.toLowerCase();
  if (text.startsWith(wanted)) return 0;
  if (text.includes(wanted)) return 1;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 2;
}

function bodyOf(draft: Draft, cursor: Cursor): string {
  if (draft.snippet !== undefined) return escapeFor(cursor, draft.snippet);
  return literal(scalar(draft.value ?? draft.label, cursor));
}

/** The text as a scalar at the cursor, in the quotes that are open there or in its own where it needs some. */
function scalar(text: string, cursor: Cursor): string {
  const { quote, flow } = cursor;
  if (quote !== undefined) return inQuotes(text, quote.mark) + (quote.closed ? '' : quote.mark);
  const isOdd = /^[\s&*!|>'"%@`#?{}[\],]|^-(?:\s|$)|:\s|:$|\s#|\s$|^$/.test(text);
  return isOdd || (flow && /[,[\]{}]/.test(text)) ? JSON.stringify(text) : text;
}

const inQuotes = (text: string, mark: '"' | "'"): string =>
  mark === "'" ? text.replaceAll("'", "''") : JSON.stringify(text).slice(1, -1);

/** A piece of a snippet in the quotes that are open at the cursor: its own marks must not close them. */
function escapeFor({ quote }: Cursor, snippet: string): string {
  if (quote === undefined) return snippet;
  return quote.mark === "'" ? snippet.replaceAll("'", "''") : snippet.replaceAll('"', '\\\\"');
}

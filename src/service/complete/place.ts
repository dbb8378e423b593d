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
import { inQuotes, needsQuotes } from './yaml-scalar';
import { toPlain } from './plain';

/** Drafts that fit what is typed, each with its place in the text and in the list. */
export function placeItems(
  drafts: readonly Draft[],
  cursor: Cursor,
  snapshot: Snapshot,
  offset: number,
  options: CompleteOptions,
): CompletionItem[] {
  const seen = new Set<string>();
  const snippets = options.snippets !== false;
  return drafts.flatMap((draft, index) => {
    const { start, end } = draft.range ?? cursor;
    const typed = snapshot.source.text.slice(start, offset);
    const own = draft.filter ?? draft.label;
    const filter = cursor.quote === undefined ? own : inQuotes(own, cursor.quote.mark);
    const match = matchOf(typed, filter);
    const name = `${draft.label} ${draft.detail ?? ''}`;
    if (match === undefined || seen.has(name)) return [];
    seen.add(name);
    const lead = start === cursor.start ? `${cursor.lead}${draft.dash === true ? '- ' : ''}` : '';
    const trail = end === cursor.end ? cursor.trail : '';
    const body = `${literal(lead)}${bodyOf(draft, cursor, snippets)}${literal(trail)}`;
    const isSnippet = snippets && plainText(body) !== unescaped(body);
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
          : { documentation: options.markdown === false ? toPlain(draft.doc) : markdown(draft.doc) }),
        ...(draft.preselect === true ? { preselect: true } : {}),
        ...(draft.retrigger === true && options.retrigger !== false
          ? { command: { title: 'Suggest', command: SUGGEST_COMMAND } }
          : {}),
      },
    ];
  });
}

const markdown = (value: string) => ({ kind: 'markdown', value }) as const;

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

function bodyOf(draft: Draft, cursor: Cursor, snippets: boolean): string {
  if (draft.snippet === undefined) return scalar(draft, cursor, snippets);
  const body = snippets || draft.plain === undefined ? draft.snippet : literal(draft.plain);
  return escapeFor(cursor, body);
}

/** The text as a scalar at the cursor, in the quotes that are open there or in its own where it needs some. */
function scalar(draft: Draft, { quote, flow, role }: Cursor, snippets: boolean): string {
  const text = draft.value ?? draft.label;
  const continues = draft.continues === true;
  if (quote !== undefined) {
    return literal(inQuotes(text, quote.mark) + (quote.closed || continues ? '' : quote.mark));
  }
  // In braces, and on a line of its own below its key, a text that ends with a colon would be a key itself.
  const isKey = (flow || role === 'key') && text.endsWith(':');
  if (!isKey && !needsQuotes(continues ? `${text}x` : text, flow)) return literal(text);
  const quoted = JSON.stringify(text);
  if (!continues) return literal(quoted);
  // The closing quote must not come between the cursor and what is still to be written.
  return snippets ? `${literal(quoted.slice(0, -1))}$0"` : literal(quoted.slice(0, -1));
}

/** A piece of a snippet in the quotes that are open at the cursor: its own marks must not close them. */
function escapeFor({ quote }: Cursor, snippet: string): string {
  if (quote === undefined) return snippet;
  return quote.mark === "'" ? snippet.replaceAll("'", "''") : snippet.replaceAll('"', '\\\\"');
}

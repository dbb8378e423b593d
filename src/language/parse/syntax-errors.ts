import type { YAMLError } from 'yaml';
import type { LanguageCode } from '../codes';
import type { Report } from '../report';
import type { SourceText, Span } from '../text/source';
import type { Unclosed } from './unclosed';

interface Translated {
  readonly code: LanguageCode;
  readonly message: string;
  readonly hint?: string;
}

const syntax = (message: string, hint?: string): Translated => ({
  code: 'SC101',
  message,
  ...(hint === undefined ? {} : { hint }),
});

const noColon: Translated = {
  code: 'SC119',
  message: 'This key has no colon behind it',
  hint: 'Write `key: value` on one line, with a space after the colon.',
};

/** The library's complaint that a flow collection never ends. */
const unclosedBracket = /^Flow (?:map|sequence)\b.*\bend with\b/;

const openBracket: Translated = {
  code: 'SC103',
  message: 'The bracket that was opened before is not closed',
  hint: 'Close it with `]` or `}`, and keep its lines deeper than the key they belong to.',
};

const openQuote: Translated = {
  code: 'SC103',
  message: 'This quote is never closed',
  hint: 'Close it with the same quote, on the same line if it is one line of text.',
};

/** What is missing, by words of the library's message. */
const MISSING: readonly (readonly [words: string, Translated])[] = [
  ['quote', openQuote],
  ['followed by map values', noColon],
  [
    'Missing , ',
    syntax('A comma is missing between two items', 'Separate items in `[...]` and `{...}` by commas.'),
  ],
  ['Missing space after :', syntax('A space is missing after the colon', 'Write `key: value`.')],
  [
    'without - indicator',
    {
      code: 'SC104',
      message: 'This line belongs to no list item',
      hint: 'Begin it with `- `, or indent it.',
    },
  ],
  [
    'Comments must be separated',
    syntax('A comment needs a space before its `#`', 'Put a space before `#`, or quote the text.'),
  ],
];

const missing = (text: string): Translated =>
  MISSING.find(([words]) => text.includes(words))?.[1] ??
  syntax('Something is missing here', 'Check the punctuation of this line.');

function unexpected(text: string): Translated {
  if (text.includes('Block scalar header')) {
    return syntax('Nothing but a comment may stand behind `|` or `>`', 'Start the text on the next line.');
  }
  const what = /flow-(?:map|seq|error)-end/.test(text)
    ? 'This bracket closes nothing'
    : /empty item|Unexpected ,/.test(text)
      ? 'There is nothing between these commas'
      : 'This does not belong here';
  return syntax(what, 'Remove it, or quote the text that it is part of.');
}

/** One of the YAML library's errors in our own words. */
function translate(error: YAMLError, at: string): Translated {
  if (unclosedBracket.test(error.message)) return openBracket;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return {
        code: 'SC102',
        message: 'A tab cannot be used as indentation',
        hint: 'Use two spaces for each level.',
      };
    case 'BAD_INDENT':
      return /[\]}]|flow/i.test(error.message)
        ? openBracket
        : {
            code: 'SC104',
            message: 'The indentation of this line does not fit the lines before',
            hint: 'Give all keys of one mapping, and all items of one list, the same column.',
          };
    case 'MISSING_CHAR':
      return missing(error.message);
    case 'UNEXPECTED_TOKEN':
    case 'IMPOSSIBLE':
      return unexpected(error.message);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return syntax(
        'A second `key: value` stands on the same line',
        'Put it on its own line, or quote the text.',
      );
    case 'MULTILINE_IMPLICIT_KEY':
      return noColon;
    case 'BLOCK_IN_FLOW':
      return syntax(
        'Indented lines cannot stand inside `[...]` or `{...}`',
        'Close the bracket before them.',
      );
    case 'BAD_SCALAR_START':
      return syntax(`Text cannot start with \`${at}\``, 'Put the text into quotes.');
    case 'BAD_DQ_ESCAPE':
      return syntax(
        'This escape is unknown in a double-quoted text',
        'Write `\\\\` for a backslash, or use single quotes.',
      );
    case 'BAD_ALIAS':
      return {
        code: 'SC108',
        message: 'An anchor or alias needs a plain name',
        hint: 'Write `&name` and `*name`.',
      };
    case 'ALIAS_PROPS':
    case 'BAD_PROP_ORDER':
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
      return syntax(
        'An anchor or tag cannot stand here',
        'Write at most one anchor, directly before the value.',
      );
    case 'KEY_OVER_1024_CHARS':
      return syntax('This key is too long', 'Keys may have at most 1024 characters.');
    case 'BAD_DIRECTIVE':
      return syntax('This YAML directive is not understood', 'Remove the line that starts with `%`.');
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
      return {
        code: 'SC116',
        message: 'This tag has no meaning here and is ignored',
        hint: 'Remove the word that starts with `!`.',
      };
    case 'RESOURCE_EXHAUSTION':
      return {
        code: 'SC109',
        message: 'The document is nested too deep',
        hint: 'Split it into plain levels.',
      };
    case 'MULTIPLE_DOCS':
    case 'DUPLICATE_KEY':
    case 'NON_STRING_KEY':
      return syntax('This is not valid YAML', 'Check the punctuation of this line.');
  }
}

/**
 * Reports the YAML library's errors as ours. One slip drags others behind it on the same line, so a line gets only
 * its first syntax problem.
 */
export function reportSyntax(
  source: SourceText,
  found: {
    readonly errors: readonly YAMLError[];
    readonly unclosed: readonly Unclosed[];
    /** Offsets of quotes that were left out because they are never closed. */
    readonly openQuotes: readonly number[];
  },
  spanOf: (pos: readonly [number, number]) => Span,
  report: Report,
): void {
  const seen = new Set<string>();
  const lineOf = (span: Span): string => `line:${source.lines.position(span.start).line}`;
  for (const offset of found.openQuotes) {
    const span = spanOf([offset, offset + 1]);
    seen.add(lineOf(span));
    report(openQuote.code, span, openQuote.message, { hint: openQuote.hint });
  }
  const sorted = [...found.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of sorted) {
    const { span, ...translated } = place(error, found.unclosed, spanOf, source);
    const key = translated.code === 'SC116' ? `tag:${span.start}` : lineOf(span);
    if (seen.has(key)) continue;
    seen.add(key);
    report(translated.code, span, translated.message, { hint: translated.hint });
  }
}

/** The library finds an unclosed bracket where the text ends; a person looks for where it begins. */
function place(
  error: YAMLError,
  unclosed: readonly Unclosed[],
  spanOf: (pos: readonly [number, number]) => Span,
  source: SourceText,
): Translated & { readonly span: Span } {
  const span = spanOf(error.pos);
  const translated = translate(error, source.text.charAt(span.start));
  if (translated.code === 'SC119') return { ...translated, span: firstLine(span) };
  if (translated.code !== 'SC103') return { ...translated, span };
  const kind = error.message.includes('quote') ? 'quote' : 'bracket';
  const opening = unclosed.findLast((one) => one.kind === kind && one.offset <= error.pos[0]);
  if (opening === undefined) return { ...translated, span };
  return {
    code: 'SC103',
    message: `This ${kind} is never closed`,
    hint: translated.hint ?? '',
    span: spanOf([opening.offset, opening.offset + 1]),
  };
}

/** A half-typed key takes the next line into itself; the slip is on the first. */
function firstLine({ source, start, end }: Span): Span {
  const line = /^[^\r\n]*/.exec(source.text.slice(start, end))?.[0] ?? '';
  return { source, start, end: start + line.trimEnd().length };
}

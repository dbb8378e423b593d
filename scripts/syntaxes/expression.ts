import { COLON, include, KEY_SCOPE, named, scope, type Rule } from './rules';
import { FUNCTIONS, KEYWORDS, METRIC_NAMES, TYPES } from './words';

/** Lines that belong to the entry above: deeper than its key, or blank. `\1` is the key's indentation. */
export const DEEPER = '^(?:\\1[ \\t]+(?=\\S)|[ \\t]*$)';
/** The same for an entry behind a dash, whose key stands two columns deeper. */
export const DEEPER_ITEM = '^(?:\\1  [ \\t]+(?=\\S)|[ \\t]*$)';
export const BLOCK_HEADER = '([|>][-+0-9]*)[ \\t]*((?<=[ \\t])#.*)?$';

const word = (words: string): string => `(?i)(?<![\\w$.])(?:${words})(?![\\w$])`;

/** The words of a condition; `inside` is the quote of YAML that it stands in. */
function words(names: readonly Rule[], inside: '' | "'" | '"'): readonly Rule[] {
  const quote = (one: string, doubled: string): Rule[] =>
    inside === one ? [] : [{ match: `${one}(?:[^${one}]|${doubled})*${one}` }];
  const text = inside === "'" ? [{ match: "''(?:[^']|'''')*''" }] : quote("'", "''");
  const column = inside === '"' ? [{ match: '\\\\"[^"\\\\]*\\\\"' }] : quote('"', '""');
  return [
    { name: scope('comment.line.double-dash'), match: inside === '' ? '--.*$' : `--[^${inside}]*` },
    { name: scope('comment.block'), match: '/\\*.*?\\*/' },
    ...text.map((one) => ({ name: scope('string.quoted.single'), ...one })),
    ...column.map((one) => ({ name: scope('variable.other.column'), ...one })),
    ...(inside === '"' ? [{ name: scope('constant.character.escape'), match: '\\\\.' }] : []),
    { name: scope('constant.numeric'), match: '(?<![\\w$])(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?' },
    { name: scope('support.function'), match: `${word(FUNCTIONS)}(?=[ \\t]*\\()` },
    { name: scope('keyword.operator.word'), match: word(KEYWORDS) },
    { name: scope('storage.type'), match: word(TYPES) },
    ...names,
    { name: scope('keyword.operator'), match: '[<>=!]=|<>|::|\\|\\||->>?|[-+*/%<>=^]' },
  ];
}

const COLUMN: Rule = { name: scope('variable.other.column'), match: '[\\p{L}_$][\\p{L}\\p{N}_$]*' };
const METRIC: Rule = { name: scope('variable.other.metric'), match: word(METRIC_NAMES) };

/** The entries that hold conditions, and what may stand in them. */
const KINDS = [
  { id: 'rows', keys: 'where|order', names: COLUMN },
  { id: 'metrics', keys: 'until', names: METRIC },
] as const;

export const EXPRESSION_KINDS = KINDS.map(({ id }) => id);

function entryRules(id: string, keys: string): Readonly<Record<string, Rule>> {
  const key = `(${keys})[ \\t]*(:)`;
  const scopes = [KEY_SCOPE, COLON] as const;
  const blockText = (before: string, whileRule: string): Rule => ({
    begin: `${before}${key}[ \\t]+${BLOCK_HEADER}`,
    while: whileRule,
    contentName: scope('meta.expression'),
    beginCaptures: before.includes('-')
      ? named(
          undefined,
          'punctuation.definition.block.sequence.item',
          ...scopes,
          'keyword.control.block',
          'comment.line',
        )
      : named(undefined, ...scopes, 'keyword.control.block', 'comment.line'),
    patterns: include(`${id}-words`),
  });
  const plain = (before: string, whileRule: string): Rule => ({
    begin: `${before}${key}(?=[ \\t]+[^\\s"'#&*!]|[ \\t]*$)`,
    while: whileRule,
    contentName: scope('meta.expression'),
    beginCaptures: before.includes('-')
      ? named(undefined, 'punctuation.definition.block.sequence.item', ...scopes)
      : named(undefined, ...scopes),
    patterns: include('comment', `${id}-words`),
  });
  const quoted = (quote: string, end: string, name: string): Rule => ({
    begin: `(?<![^\\s{,\\[-])${key}[ \\t]+(${quote})`,
    end,
    contentName: scope('meta.expression'),
    beginCaptures: named(...scopes, 'punctuation.definition.string.begin'),
    endCaptures: { 0: { name: scope('punctuation.definition.string.end') } },
    patterns: include(`${id}-words-${name}`),
  });
  const line = '^([ \\t]*)';
  const item = '^([ \\t]*)(-[ \\t]+)';
  return {
    [`${id}-entry`]: {
      patterns: [
        blockText(line, DEEPER),
        blockText(item, DEEPER_ITEM),
        quoted('"', '"', 'double'),
        quoted("'", "'(?!')", 'single'),
        plain(line, DEEPER),
        plain(item, DEEPER_ITEM),
      ],
    },
    [`${id}-flow-entry`]: {
      patterns: [
        quoted('"', '"', 'double'),
        quoted("'", "'(?!')", 'single'),
        {
          begin: `(?<![^\\s{,\\[])${key}[ \\t]+(?=[^\\s"'#])`,
          end: '(?=[ \\t]*[,\\]}]|[ \\t]#)',
          contentName: scope('meta.expression'),
          beginCaptures: named(...scopes),
          patterns: include(`${id}-words`),
        },
      ],
    },
  };
}

/** Rules for conditions: their words, and the entries that hold them in every style that YAML has. */
export const expressionRules: Readonly<Record<string, Rule>> = Object.assign(
  {},
  ...KINDS.map(({ id, keys, names }) => ({
    [`${id}-words`]: { patterns: words([names], '') },
    [`${id}-words-single`]: { patterns: words([names], "'") },
    [`${id}-words-double`]: { patterns: words([names], '"') },
    ...entryRules(id, keys),
  })),
) as Readonly<Record<string, Rule>>;

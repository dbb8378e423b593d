import { BLOCK_HEADER, DEEPER, DEEPER_ITEM, EXPRESSION_KINDS, expressionRules } from './expression';
import { COLON, include, KEY_SCOPE, named, scope, type Rule } from './rules';
import { KEYS, NAMED_VALUES } from './words';

const OWN_KEY = 'variable.other.key';
const ENGINE_KEY = 'support.variable.engine-key';
/** A plain key: no quote, bracket or comment at its start, a colon and a blank behind it. */
const PLAIN_KEY =
  '(?:[^\\s#:,\\[\\]{}\'"&*!|>%@`-]|-(?=[^\\s]))(?:[^\\s:#]|:(?=\\S)|(?<=\\S)#|[ \\t]+(?=[^\\s:#]))*?';
const FLOW_KEY =
  '[^\\s#:,\\[\\]{}\'"&*!](?:[^\\s:#,\\[\\]{}]|:(?=[^\\s,\\]}])|[ \\t]+(?=[^\\s:#,\\[\\]{}]))*?';
const ENDS = '(?=[ \\t]*(?:$|[ \\t]#))';
const FLOW_ENDS = '(?=[ \\t]*(?:$|[ \\t]#|[,\\]}]))';
const NUMBER =
  '[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?|0x[\\da-fA-F]+|0o[0-7]+|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)';

const values = (ends: string): readonly Rule[] => [
  {
    name: scope('constant.language'),
    match: `(?<![^\\s{,\\[])(?:true|True|TRUE|false|False|FALSE|null|Null|NULL|~)${ends}`,
  },
  { name: scope('constant.numeric'), match: `(?<![^\\s{,\\[])(?:${NUMBER})${ends}` },
  // Not every theme has a colour for named values: it is then that of a text.
  {
    name: `${scope('string.unquoted')} ${scope('support.constant')}`,
    match: `(?<![^\\s{,\\[])(?:${NAMED_VALUES})${ends}`,
  },
];

const keys = (key: string, ends: string): readonly Rule[] => [
  { match: `(<<)[ \\t]*(:)${ends}`, captures: named('keyword.operator.merge', COLON) },
  { match: `(?<![^\\s{,\\[])(${KEYS})[ \\t]*(:)${ends}`, captures: named(KEY_SCOPE, COLON) },
  { match: `(?<![^\\s{,\\[])([\\w-]+(?:\\.[\\w-]+)+)[ \\t]*(:)${ends}`, captures: named(ENGINE_KEY, COLON) },
  { match: `(${key})[ \\t]*(:)${ends}`, captures: named(OWN_KEY, COLON) },
  { match: `("(?:[^"\\\\]|\\\\.)*"|'(?:[^']|'')*')[ \\t]*(:)`, captures: named(OWN_KEY, COLON) },
];

const blockText = (before: string, whileRule: string, hasDash: boolean): Rule => ({
  begin: `${before}(${PLAIN_KEY})[ \\t]*(:)[ \\t]+${BLOCK_HEADER}`,
  while: whileRule,
  contentName: scope('string.unquoted.block'),
  beginCaptures: hasDash
    ? named(
        undefined,
        'punctuation.definition.block.sequence.item',
        KEY_SCOPE,
        COLON,
        'keyword.control.block',
        'comment.line',
      )
    : named(undefined, KEY_SCOPE, COLON, 'keyword.control.block', 'comment.line'),
});

const bracket = (open: string, close: string, name: string): Rule => ({
  name: scope(`meta.flow.${name}`),
  begin: open,
  end: close,
  beginCaptures: { 0: { name: scope(`punctuation.definition.${name}.begin`) } },
  endCaptures: { 0: { name: scope(`punctuation.definition.${name}.end`) } },
  patterns: include('flow-node'),
});

const quoted = (quote: string, name: string, end: string, escape: string): Rule => ({
  name: scope(`string.quoted.${name}`),
  begin: quote,
  end,
  patterns: [{ name: scope('constant.character.escape'), match: escape }],
});

/** The whole grammar. YAML's own rules are in it, so that no other extension is needed for its colours. */
export const curriculumGrammar = (): object => ({
  $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
  information_for_contributors: ['Written by `npm run syntaxes` from the tables in src/. Do not edit.'],
  name: 'Curriculum',
  scopeName: 'source.curriculum',
  fileTypes: ['curriculum.yaml', 'curriculum.yml'],
  patterns: include('block-node'),
  repository: {
    'block-node': {
      patterns: [
        ...include('comment', 'document'),
        ...include(...EXPRESSION_KINDS.map((id) => `${id}-entry`)),
        ...include('engine-options', 'block-text', 'dash', 'block-key', 'node'),
        ...values(ENDS),
        ...include('plain'),
      ],
    },
    'flow-node': {
      patterns: [
        ...include('comment'),
        ...include(...EXPRESSION_KINDS.map((id) => `${id}-flow-entry`)),
        { name: scope('punctuation.separator.comma'), match: ',' },
        ...include('flow-key', 'node'),
        ...values(FLOW_ENDS),
        ...include('flow-plain'),
      ],
    },
    comment: { name: scope('comment.line.number-sign'), match: '(?<![^\\s])#.*$' },
    document: {
      patterns: [
        { name: scope('entity.other.document'), match: '^(?:---|\\.\\.\\.)(?=\\s|$)' },
        { name: scope('keyword.other.directive'), match: '^%.*$' },
      ],
    },
    dash: { name: scope('punctuation.definition.block.sequence.item'), match: '(?<![^\\s])-(?=[ \\t]|$)' },
    'block-key': { patterns: keys(PLAIN_KEY, '(?=[ \\t]|$)') },
    'flow-key': { patterns: keys(FLOW_KEY, '(?=[\\s,\\]}]|$)') },
    'engine-options': {
      begin: '^([ \\t]*)(engine_options)[ \\t]*(:)(?=[ \\t]*(?:$|[ \\t]#))',
      while: '^(?:\\1[ \\t]+(?=\\S)|[ \\t]*(?:$|#))',
      beginCaptures: named(undefined, KEY_SCOPE, COLON),
      patterns: [
        { match: `(?<![^\\s])(${PLAIN_KEY})[ \\t]*(:)(?=[ \\t]|$)`, captures: named(ENGINE_KEY, COLON) },
        ...include('block-node'),
      ],
    },
    'block-text': {
      patterns: [
        blockText('^([ \\t]*)', DEEPER, false),
        blockText('^([ \\t]*)(-[ \\t]+)', DEEPER_ITEM, true),
      ],
    },
    node: {
      patterns: [
        {
          match: '(&)([^\\s,\\[\\]{}]+)',
          captures: named('punctuation.definition.anchor', 'entity.name.type.anchor'),
        },
        {
          match: '(?<![^\\s{,\\[])(\\*)([^\\s,\\[\\]{}]+)',
          captures: named('punctuation.definition.alias', 'variable.other.alias'),
        },
        { name: scope('storage.type.tag'), match: '(?<![^\\s{,\\[])![^\\s,\\[\\]{}]*' },
        quoted('"', 'double', '"', '\\\\(?:x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|U[\\da-fA-F]{8}|.|$)'),
        quoted("'", 'single', "'(?!')", "''"),
        bracket('\\{', '\\}', 'mapping'),
        bracket('\\[', '\\]', 'sequence'),
      ],
    },
    plain: {
      name: scope('string.unquoted.plain'),
      match:
        '(?:[^\\s#,\\[\\]{}\'"&*!|>%@`:?-]|[:?-](?=\\S))(?:[^\\s:#]|:(?=\\S)|(?<=\\S)#|[ \\t]+(?=[^\\s#:]|:\\S))*',
    },
    'flow-plain': {
      name: scope('string.unquoted.plain'),
      match:
        '(?:[^\\s#,\\[\\]{}\'"&*!|>%@`:?-]|[:?-](?=[^\\s,\\[\\]{}]))(?:[^\\s:#,\\[\\]{}]|:(?=[^\\s,\\[\\]{}])|(?<=\\S)#|[ \\t]+(?=[^\\s#:,\\[\\]{}]))*',
    },
    ...expressionRules,
  },
});

import type { SemanticTokensLegend } from 'vscode-languageserver-types';

/** Token types, all of them standard, so that every theme has a colour for them. */
export const TOKEN_TYPES = [
  /** A dataset's id. */
  'struct',
  /** A stage's id, and an allowed function in an expression. */
  'function',
  /** A variant's name. */
  'enumMember',
  /** A model preset, an engine, a built-in reward, an endpoint. */
  'class',
  /** A column of a data file. */
  'property',
  /** A metric. */
  'variable',
  'keyword',
  'number',
  'string',
  'operator',
  'comment',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_MODIFIERS = [
  /** The place that gives the name. */
  'declaration',
  /** Built into the program. */
  'defaultLibrary',
] as const;
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

/** For the server's capabilities; the numbers of encoded tokens are places in these lists. */
export const SEMANTIC_TOKENS_LEGEND: SemanticTokensLegend = {
  tokenTypes: [...TOKEN_TYPES],
  tokenModifiers: [...TOKEN_MODIFIERS],
};

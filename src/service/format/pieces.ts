import type { CST } from 'yaml';

/** A token of the text, in order; all of them together are the text. */
export interface Piece {
  readonly type: CST.TokenType | 'block-text';
  readonly source: string;
  /** The column at which it stands when it begins a line. */
  readonly column: number;
  /** The least column of the further lines of a text. */
  readonly content: number;
  /** The column at which the lines of a block text stand now, where its header says so. */
  readonly old?: number;
  /** It begins an entry or an item of a block, at whose column comments may stand. */
  readonly begins: boolean;
}

/** Where something stands: its own column, and the one that what belongs to it stands at. */
interface Place {
  readonly column: number;
  readonly content: number;
  /** The column of the block that it is part of, which a block text's own count of spaces is measured from. */
  readonly block: number;
  readonly begins?: boolean;
}

/** Behind a dash: the dash and a space, whatever the width of other steps. */
const DASH = 2;

/** The tokens of a text, or nothing when it has keys marked by `?`, which no curriculum needs. */
export function piecesOf(text: readonly CST.Token[], step: number): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  const odd: CST.Token[] = [];

  const source = (token: CST.SourceToken, place: Place, begins = false): void => {
    if (token.type === 'explicit-key-ind') odd.push(token);
    pieces.push({ ...token, column: place.column, content: place.content, begins });
  };
  const sources = (tokens: readonly CST.SourceToken[] | undefined, place: Place): void => {
    for (const token of tokens ?? []) source(token, place);
  };

  const token = (one: CST.Token, place: Place): void => {
    switch (one.type) {
      case 'document':
        sources(one.start, place);
        if (one.value) token(one.value, place);
        sources(one.end, place);
        return;
      case 'block-map':
        for (const item of one.items) entry(item, place.column);
        return;
      case 'block-seq':
        for (const item of one.items) listItem(item, place.column);
        return;
      case 'flow-collection':
        flow(one, place);
        return;
      case 'block-scalar': {
        for (const prop of one.props) if (isSource(prop)) source(prop, place);
        const header = one.props.find(({ type }) => type === 'block-scalar-header');
        const indicator = /[1-9]/.exec(header !== undefined && 'source' in header ? header.source : '')?.[0];
        const content = indicator === undefined ? place.content : place.block + Number(indicator);
        const old = indicator === undefined ? {} : { old: one.indent + Number(indicator) };
        pieces.push({
          type: 'block-text',
          source: one.source,
          column: content,
          content,
          ...old,
          begins: false,
        });
        return;
      }
      case 'alias':
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar': {
        const { column, content, begins = false } = place;
        pieces.push({ type: one.type, source: one.source, column, content, begins });
        sources(one.end, place);
        return;
      }
      default:
        if (isSource(one)) source(one, place);
        else odd.push(one);
    }
  };

  const entry = ({ start, key, sep, value }: CST.CollectionItem, column: number): void => {
    const place = { column, content: column + step, block: column };
    sources(start, place);
    if (key) token(key, { ...place, begins: true });
    const below = { column: column + step, content: column + step, block: column };
    sources(sep, below);
    const isBelow = sep?.some(({ type }) => type === 'newline') === true;
    if (value) token(value, value.type === 'flow-collection' && !isBelow ? place : below);
  };

  const listItem = ({ start, key, sep, value }: CST.CollectionItem, column: number): void => {
    const below = { column: column + DASH, content: column + DASH, block: column };
    for (const one of start) {
      if (one.type === 'seq-item-ind') source(one, { ...below, column }, true);
      else source(one, pieces.at(-1)?.type === 'seq-item-ind' ? below : { ...below, column });
    }
    if (key) token(key, below);
    sources(sep, below);
    if (value) token(value, below);
  };

  const flow = (one: CST.FlowCollection, { column, block }: Place): void => {
    const inner = column + step;
    const place = { column: inner, content: inner + step, block };
    source(one.start, { column, content: inner, block });
    for (const { start, key, sep, value } of one.items) {
      sources(start, place);
      if (key) token(key, place);
      sources(sep, place);
      if (value) token(value, place);
    }
    for (const end of one.end) source(end, { column, content: inner, block });
  };

  const top = { column: 0, content: step, block: 0 };
  for (const one of text) token(one, top);
  return odd.length > 0 ? undefined : pieces;
}

/** The kinds that have parts of their own, or mark what cannot be read. */
const COMPOSED: ReadonlySet<CST.Token['type']> = new Set([
  'document',
  'doc-end',
  'block-map',
  'block-seq',
  'flow-collection',
  'block-scalar',
  'directive',
  'error',
]);
const isSource = (token: CST.Token): token is CST.SourceToken => !COMPOSED.has(token.type);

import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type CST, type Document } from 'yaml';

/** A text as the parser of YAML reads it. */
export interface Reading {
  /** Comments before the document, and the document. */
  readonly tokens: readonly CST.Token[];
  readonly document: Document.Parsed;
}

/** Reads a text that is one document without a syntax error; nothing is returned for any other. */
export function readCleanly(text: string): Reading | undefined {
  const tokens = [...new Parser().parse(text)];
  if (tokens.filter(({ type }) => type === 'document').length !== 1) return undefined;
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)];
  const [document] = documents;
  if (document === undefined || documents.length !== 1 || document.errors.length > 0) return undefined;
  return { tokens, document };
}

/** All that a text says: values with their quoting, tags, anchors and aliases, and every comment in its turn. */
export const meaningOf = ({ tokens, document }: Reading): string =>
  JSON.stringify([nodeMeaning(document.contents), commentsOf(tokens)]);

function nodeMeaning(node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source };
  if (isMap(node)) {
    return {
      map: node.items.map(({ key, value }) => [nodeMeaning(key), nodeMeaning(value)]),
      ...marks(node),
    };
  }
  if (isSeq(node)) return { list: node.items.map(nodeMeaning), ...marks(node) };
  // The characters of a number are kept as well as its value: `1e-6` stays `1e-6`.
  if (isScalar(node))
    return { value: String(node.value), form: node.type, text: node.source, ...marks(node) };
  return null;
}

const marks = ({ anchor, tag }: { anchor?: string; tag?: string }): object => ({ anchor, tag });

function commentsOf(token: unknown): readonly string[] {
  const found: string[] = [];
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    if ('type' in one && one.type === 'comment' && 'source' in one) found.push(String(one.source).trimEnd());
    for (const inner of Object.values(one)) visit(inner);
  };
  visit(token);
  return found;
}

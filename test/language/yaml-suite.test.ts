import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  stringify,
  type Document,
  type Node,
} from 'yaml';
import { checkAllVariants, createAnalyzer, sourceText, type TreeNode } from '../../src/language';
import { MAIN, timed } from './helpers';
import { HANG } from '../fixtures/hang';

interface Case {
  readonly id: string;
  readonly name: string;
  readonly yaml: string;
  readonly fail?: boolean;
}
const cases = JSON.parse(
  readFileSync(resolve(__dirname, '../fixtures/yaml-suite/cases.json'), 'utf8'),
) as readonly Case[];

/** Our tree as plain data; keys as texts. */
function plain(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return [...node.entries.values()].map(({ key, value }) => [key, plain(value)]);
}

/** The library's, of a document with nothing in it that a curriculum refuses; nothing for any other. */
function expected(document: Document, node: unknown = document.contents): unknown {
  if (isAlias(node)) return expected(document, node.resolve(document));
  if (node === null) return null;
  if ((node as Node).tag !== undefined) throw new Unsupported();
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => expected(document, item));
  if (!isMap(node)) throw new Unsupported();
  return node.items.map(({ key, value }) => {
    if (!isScalar(key) || key.value === null || key.value === '<<' || key.tag !== undefined)
      throw new Unsupported();
    return [key.source ?? JSON.stringify(key.value), expected(document, value)];
  });
}

class Unsupported extends Error {}

function supported(text: string): unknown {
  const documents = parseAllDocuments(text);
  const [first, second] = documents as readonly Document.Parsed[];
  if (first === undefined || second !== undefined || first.errors.length > 0 || !isMap(first.contents))
    return undefined;
  try {
    return expected(first);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

const treeOf = (text: string): TreeNode | undefined =>
  createAnalyzer().analyze(MAIN, text, { read: () => undefined }).tree;

describe('the YAML test suite', () => {
  it('is there', () => {
    expect(cases.length).toBeGreaterThan(400);
  });

  it.each(cases)('$id: $name', ({ yaml }) => {
    for (const text of [yaml, yaml.replaceAll('\n', '\r\n'), `name: x\n${yaml}`, `stages:\n${yaml}`]) {
      const { result, ms } = timed(() => checkAllVariants(MAIN, { text, read: () => undefined }));
      expect(ms).toBeLessThan(HANG);
      const { length } = sourceText(MAIN, text).text;
      for (const { place, message } of result.problems) {
        expect(message).not.toMatch(/undefined|NaN/);
        expect(place.range?.start.offset).toBeLessThanOrEqual(place.range?.end.offset ?? -1);
        expect(place.range?.end.offset).toBeLessThanOrEqual(length);
      }
    }
  });

  const mappings = cases.filter(({ yaml }) => supported(yaml) !== undefined);

  it('has enough mappings to compare', () => {
    expect(mappings.length).toBeGreaterThan(60);
  });

  it.each(mappings)('$id means what the library says', ({ yaml }) => {
    const tree = treeOf(yaml);
    expect(tree && plain(tree)).toEqual(supported(yaml));
  });
});

const word = fc.oneof(
  fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,8}$/),
  fc.constantFrom('a b', 'é', 'x:y', '- a', '# no', "it's", '"q"', '日本', '1', 'true'),
);
const scalar = fc.oneof(
  word,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.lorem({ maxCount: 30 }),
  fc.constantFrom('two\nlines: 1\n- x', 'a\n\n  b: c\n', 'key: value', '\ttab', '[', '{', 'x #y', ''),
);
const { tree: value } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
  ),
}));

describe('any mapping', () => {
  it('means what the library says, however it is written', () => {
    const documents = fc.dictionary(word, value, { minKeys: 1, maxKeys: 6 });
    const style = fc.record({
      indent: fc.constantFrom(1, 2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'BLOCK_LITERAL' as const),
    });
    fc.assert(
      fc.property(documents, style, fc.boolean(), (document, options, isWindows) => {
        const unix = stringify(document, options);
        const text = isWindows ? unix.replaceAll('\n', '\r\n') : unix;
        const wanted = supported(text);
        fc.pre(wanted !== undefined);
        const tree = treeOf(text);
        expect(tree && plain(tree)).toEqual(wanted);
      }),
      { numRuns: Number(process.env.STAGECRAFT_FUZZ ?? 500) },
    );
  }, 3_600_000);
});

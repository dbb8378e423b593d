import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionWords, orderWords } from '../../../src/service/hover/reading';

const plain = (words: string | undefined): string | undefined => words?.replaceAll('`', '');

describe('an expression in words', () => {
  it.each([
    ['pass_rate < 1', '`pass_rate` is below `1`'],
    ['pass_rate<>0', '`pass_rate` is not `0`'],
    [
      'pass_rate > 0 AND pass_rate < 1 AND len(images) = 1',
      '`pass_rate` is above `0` and `pass_rate` is below `1` and the length of `images` is `1`',
    ],
    ['a = 1 or b >= 2 and c <= -3', '`a` is `1` or (`b` is at least `2` and `c` is at most `-3`)'],
    ['(a = 1 or b = 2) and c = 3', '(`a` is `1` or `b` is `2`) and `c` is `3`'],
    ['not a = 1 and b = 2', 'not (`a` is `1`) and `b` is `2`'],
    ['not (a = 1 and b = 2)', 'not (`a` is `1` and `b` is `2`)'],
    ["answer IN ('A', 'it''s')", "`answer` is one of `'A'`, `'it''s'`"],
    ['answer NOT IN (1, 2)', '`answer` is none of `1`, `2`'],
    ['rate BETWEEN 0.1 AND 0.9 AND x = 1', '`rate` is between `0.1` and `0.9`, both included and `x` is `1`'],
    ['caption IS NOT NULL', '`caption` is there'],
    ['caption IS NULL', '`caption` is missing'],
    ["problem LIKE '%red%'", "`problem` fits the pattern `'%red%'`"],
    ["problem NOT ILIKE '%red%'", "`problem` does not fit the pattern `'%red%'`, in any letter case"],
    ['hash(id) % 10 < 3', '`hash(id) % 10` is below `3`'],
    ['(a + 1) * 2 < b', '`(a + 1) * 2` is below `b`'],
    ['"my column" = 1 -- why', '`"my column"` is `1`'],
    ["contains(problem, 'x')", "`contains(problem, 'x')` is true"],
    ["lower(answer) = 'a'", "`lower(answer)` is `'a'`"],
  ])('%s', (text, words) => {
    expect(conditionWords(text)).toBe(words);
  });

  it.each([
    '',
    'a <',
    'a = 1 b = 2',
    'a < b < c',
    'a::INTEGER = 1',
    "a = DATE '2020-01-01'",
    'CASE WHEN a THEN 1 ELSE 2 END = 1',
    'a[1] = 2',
    'a.b = 2',
    'a IN (SELECT 1)',
    'a IN (b)',
    'a IN b',
    'a IS DISTINCT FROM b',
    "a LIKE 'x' ESCAPE 'y'",
    'random() < 1',
    "a = E'\\n'",
    '((((((((((a = 1))))))))))',
    'a = 1)',
    "a = 'open",
    'a ~ 1',
  ])('is left out where it is not understood: %s', (text) => {
    expect(conditionWords(text)).toBeUndefined();
  });

  it.each([
    ['pass_rate DESC', 'by `pass_rate`, highest first'],
    [
      'pass_rate, len(problem) asc nulls first',
      'by `pass_rate`, lowest first; then by the length of `problem`, lowest first, missing values before all others',
    ],
    ['1', undefined],
    ['a b', undefined],
    ['a DESC,', undefined],
  ])('orders: %s', (text, words) => {
    expect(orderWords(text)).toBe(words);
  });

  type Tree =
    | { readonly leaf: string }
    | { readonly not: Tree }
    | { readonly by: 'and' | 'or'; readonly of: readonly Tree[] };
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.constantFrom('a', 'b', 'c').map((leaf): Tree => ({ leaf })),
      tie('tree').map((not): Tree => ({ not })),
      fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        )
        .map(([by, of]): Tree => ({ by, of })),
    ),
  }));
  /** With brackets only where SQL needs them: NOT binds tighter than AND, AND tighter than OR. */
  const sql = (node: Tree, above: number): string => {
    if ('leaf' in node) return `${node.leaf} = 1`;
    const own = 'not' in node ? 3 : node.by === 'and' ? 2 : 1;
    const text =
      'not' in node
        ? `NOT ${sql(node.not, 3)}`
        : node.of.map((one) => sql(one, own)).join(` ${node.by.toUpperCase()} `);
    return own < above ? `(${text})` : text;
  };
  const holds = (node: Tree, row: Readonly<Record<string, boolean>>): boolean =>
    'leaf' in node
      ? row[node.leaf] === true
      : 'not' in node
        ? !holds(node.not, row)
        : node.by === 'and'
          ? node.of.every((one) => holds(one, row))
          : node.of.some((one) => holds(one, row));
  /** What the words say, read as a program. */
  const holdsInWords = (words: string, row: Readonly<Record<string, boolean>>): boolean => {
    const program = words
      .replace(/([abc]) is 1/gu, (_, name: string) => String(row[name] === true))
      .replaceAll('not (', '!(')
      .replaceAll(' and ', ' && ')
      .replaceAll(' or ', ' || ');
    expect(program).toMatch(/^(?:true|false|!|\(|\)| |&&|\|\|)+$/u);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    return new Function(`return ${program}`)() as boolean;
  };

  it('means what the text means, whatever is joined with whatever', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const words = plain(conditionWords(sql(node, 0)));
        if (words === undefined) return;
        for (let row = 0; row < 8; row++) {
          const values = { a: (row & 1) > 0, b: (row & 2) > 0, c: (row & 4) > 0 };
          expect(holdsInWords(words, values), `${sql(node, 0)}: ${words}`).toBe(holds(node, values));
        }
      }),
      { numRuns: 500 },
    );
    expect(conditionWords('NOT (a = 1 OR NOT (b = 1 AND c = 1))')).toBeDefined();
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a',
      '1',
      "'x'",
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      '<',
      '=',
      'IN',
      ',',
      'IS',
      'NULL',
      'len',
      '"',
      '-',
      '[',
      '::',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        conditionWords(pieces.join(' '));
        orderWords(pieces.join(' '));
      }),
      { numRuns: 2000 },
    );
  });
});

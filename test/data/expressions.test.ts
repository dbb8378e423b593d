import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnFact } from '../../src/data';
import { ALLOWED_FUNCTIONS } from '../../src/data';
import { engineOn, workFolder } from './helpers';

const COLUMNS: readonly ColumnFact[] = [
  { name: 'problem', type: 'VARCHAR' },
  { name: 'answer', type: 'VARCHAR' },
  { name: 'images', type: 'VARCHAR[]' },
  { name: 'pass_rate', type: 'DOUBLE' },
  { name: 'größe', type: 'DOUBLE' },
  { name: 'meta', type: 'STRUCT("level" DOUBLE, topic VARCHAR)' },
  { name: 'scene', type: 'JSON' },
];
const engine = await engineOn([workFolder()]);
const check = (text: string, kind: 'where' | 'order' | 'until' = 'where') =>
  engine.checkExpression(kind, text, COLUMNS);

describe('allowed expressions', () => {
  it.each([
    'pass_rate < 1 AND len(images) = 1',
    "pass_rate BETWEEN 0.1 AND 0.9 OR NOT (answer IN ('A', 'B'))",
    "problem LIKE '%area%' AND problem NOT ILIKE 'prove%'",
    'pass_rate IS NOT NULL AND coalesce(pass_rate, 0) * 100 % 7 > 1',
    "CASE WHEN pass_rate > 0.5 THEN answer = '1' ELSE TRUE END",
    "images[1] LIKE '%.png' AND meta.level >= 2",
    'CAST(answer AS DOUBLE) > 3 AND TRY_CAST(answer AS INTEGER) IS NULL',
    "regexp_matches(problem, '^<image>') AND größe > 1",
    "json_extract_string(scene, '$.kind') = 'chart'",
    'hash(problem) % 10 < 3',
    '"pass_rate" = 0.5 -- half',
    '/* hard */ PASS_RATE < 0.2',
    'pass_rate\n  < 1\n  AND pass_rate > 0',
  ])('%s', async (text) => expect(await check(text)).toEqual([]));

  it('orders by several keys', async () => {
    expect(await check('pass_rate DESC NULLS FIRST, len(problem), answer ASC', 'order')).toEqual([]);
  });

  it('binds until against the metrics and not against columns', async () => {
    expect(await check('val_accuracy >= 0.62 AND kl < 0.1', 'until')).toEqual([]);
    expect(await check('pass_rate < 1', 'until')).toMatchObject([{ code: 'SC251', start: 0, end: 9 }]);
  });

  it.each(Object.entries(ALLOWED_FUNCTIONS))(
    '%s is a function of DuckDB with a line of text',
    async (name, { doc, signature }) => {
      expect(signature.startsWith(`${name}(`)).toBe(true);
      expect(doc.endsWith('.') || doc.includes('`')).toBe(true);
      const problems = await check(`${name}() IS NULL`);
      expect(problems.map((problem) => problem.code)).not.toContain('SC253');
      expect(problems.some((problem) => problem.message.includes('does not exist'))).toBe(false);
    },
  );
});

describe('placed problems', () => {
  const at = async (text: string, kind: 'where' | 'order' | 'until' = 'where') =>
    (await check(text, kind)).map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);

  it.each([
    ['pass_rat < 1', 'SC251 pass_rat'],
    ["problem = '🦆 ü' AND pas_rate < 1", 'SC251 pas_rate'],
    ['größe > 1 AND grösse > 1', 'SC251 grösse'],
    ["pass_rate > 'abc'", "SC254 'abc'"],
    ["answer = '🦆' AND größe > 'viel'", "SC254 'viel'"],
    ["answer <> 'é' AND problem > 3", 'SC254 >'],
    ['images = 3', 'SC254 3'],
    ['pass_rate', 'SC255 pass_rate'],
    ['pass_rate <', 'SC250 <'],
    ['pass_rate < < 1', 'SC250 <'],
    ['(pass_rate < 1', 'SC250 ('],
    ["answer = 'x", "SC250 'x"],
    ['lem(images) = 1', 'SC253 lem'],
    ['pass_rate < 1 AND count(*) > 2', 'SC252 count'],
    ['problem LIKE 1e999', 'SC250 1e999'],
    ['pass_rate < 1 OR pass_rate > -1e400', 'SC250 1e400'],
    ['', 'SC256 '],
    ['-- only a comment', 'SC256 -- only a comment'],
  ])('%s', async (text, expected) => expect(await at(text)).toEqual([expected]));

  it('answers for whatever constants say, and never throws', async () => {
    for (const number of [
      '1e308',
      '9e99999',
      `1${'0'.repeat(400)}`,
      '0x',
      '1__0',
      '.5e',
      'nan',
      'infinity',
    ]) {
      for (const text of [`pass_rate < ${number}`, `CAST('${number}' AS DOUBLE) > 1`, `'${number}'`]) {
        expect(Array.isArray(await check(text))).toBe(true);
        expect(Array.isArray(await check(text, 'order'))).toBe(true);
      }
    }
  });

  it('checks syntax and the allow-list where no columns are known', async () => {
    const codes = async (text: string) => {
      const problems = await engine.checkExpression('where', text, undefined);
      return problems.map(({ code }) => code);
    };
    expect(await codes('whatever < 1')).toEqual([]);
    expect(await codes('whatever <')).toEqual(['SC250']);
    expect(await codes("getenv('HOME') = 'x'")).toEqual(['SC253']);
  });

  it('names the nearest column', async () => {
    expect(await check('pas_rate < 1')).toMatchObject([{ hint: 'Did you mean pass_rate?' }]);
    expect(await check('val_acuracy > 1', 'until')).toMatchObject([{ hint: 'Did you mean val_accuracy?' }]);
  });
});

describe('hostile expressions are refused', () => {
  it.each([
    '1) UNION SELECT 1; --',
    '1=1) UNION SELECT (1=1',
    "TRUE) FROM read_csv('/etc/passwd') WHERE (TRUE",
    'pass_rate < 1) OR (TRUE',
    'TRUE; DROP TABLE one',
    'TRUE; SELECT 1',
    "read_text('/etc/passwd') IS NOT NULL",
    "(SELECT count(*) FROM read_csv('/etc/passwd')) > 0",
    'EXISTS (SELECT 1)',
    'pass_rate IN (SELECT 1)',
    'pass_rate = ANY([1, 2])',
    'pass_rate > $1',
    'pass_rate > ?',
    '#1 = 1',
    'COLUMNS(*) IS NULL',
    'row_number() OVER () < 3',
    'sum(pass_rate) > 1',
    'len(list_transform(images, x -> x)) = 1',
    'len(list_filter(images, lambda x: true)) = 1',
    "current_setting('home_directory') = 'x'",
    "getenv('HOME') = 'x'",
    "repeat('x', 1000000000) = problem",
    'len(range(1000000000)) > 1',
    "problem COLLATE NOCASE = 'x'",
    "main.len(images) = 1 AND system.main.read_text('x') = 'y'",
    'TRUE AS "x"',
    "nextval('s') > 1",
    'pg_sleep(10) IS NULL',
    'random() < 0.5',
    'CAST(problem AS STRUCT(a INTEGER)) IS NULL',
    'PRAGMA version',
    '\u0000',
  ])('%s', async (text) => {
    const problems = await check(text);
    expect(problems.length).toBeGreaterThan(0);
    for (const { start, end } of problems)
      expect(start >= 0 && end <= text.length && start <= end).toBe(true);
  });

  it.each([
    'pass_rate LIMIT 1',
    'pass_rate; SELECT 1',
    '1',
    'ALL',
    'pass_rate UNION SELECT 1',
    '(SELECT 1)',
    'random()',
  ])('order: %s', async (text) => expect((await check(text, 'order')).length).toBeGreaterThan(0));

  it('refuses what is too deep or too long', async () => {
    expect((await check(`${'('.repeat(2000)}1${')'.repeat(2000)} = 1`)).length).toBeGreaterThan(0);
    expect((await check(`${'NOT '.repeat(500)} TRUE`)).length).toBeGreaterThan(0);
    expect(await check(`answer = '${'x'.repeat(10_000)}'`)).toMatchObject([{ code: 'SC257' }]);
  });

  it('gives an answer with places inside the text for any text', async () => {
    const word = fc.constantFrom(
      'pass_rate',
      'answer',
      'images',
      '<',
      '=',
      '(',
      ')',
      "'é🦆'",
      '1',
      'AND',
      'NOT',
      'SELECT',
      'FROM',
      ';',
      '--',
      '/*',
      '*/',
      '"',
      "'",
      ',',
      'len',
      '::',
      '->',
      'NULL',
      'CASE',
      'WHEN',
      'END',
      '🦆',
      '\n',
      'x',
      '[',
      ']',
      '{',
      '}',
      '$',
      '\\',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(word).map((words) => words.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        async (text) => {
          for (const { start, end } of await check(text)) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: Number(process.env.STAGECRAFT_FUZZ ?? 150) },
    );
  });
});

describe('until', () => {
  it('holds only on known, finite values', async () => {
    expect(await engine.holds('val_accuracy >= 0.62', { val_accuracy: 0.62 })).toBe(true);
    expect(await engine.holds('val_accuracy >= 0.62', { val_accuracy: 0.61 })).toBe(false);
    expect(await engine.holds('val_accuracy >= 0.62', {})).toBe(false);
    expect(await engine.holds('val_accuracy >= 0.62', { val_accuracy: Number.NaN })).toBe(false);
    expect(await engine.holds('val_accuracy >= 0.62', { val_accuracy: Infinity })).toBe(false);
    expect(await engine.holds('val_accuracy >= 0.62 OR kl > 1', { kl: 2, other: 1 })).toBe(true);
  });

  it('throws a placed problem for a condition that was never checked', async () => {
    await expect(engine.holds('val_acc > 1', {})).rejects.toThrow(/no metric val_acc/u);
  });
});

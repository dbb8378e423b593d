import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAllVariants, problemCodes } from '../../src/language';

const FOLDER = resolve(__dirname, '../fixtures/language/problems');

/** Problems as `file:line:col severity code message`, with hint and related places below. */
function printed(file: string): string {
  const place = ({
    file: path,
    range,
  }: {
    file: string;
    range?: { start: { line: number; column: number } };
  }): string => `${basename(path)}:${(range?.start.line ?? 0) + 1}:${(range?.start.column ?? 0) + 1}`;
  return checkAllVariants(file)
    .problems.map((problem) =>
      [
        `${place(problem.place)} ${problem.severity} ${problem.code} ${problem.message}`,
        ...(problem.hint === undefined
          ? []
          : [`  hint: ${problem.hint.replaceAll(FOLDER, '.').replaceAll('\\', '/')}`]),
        ...(problem.related ?? []).map((one) => `  see ${place(one.place)}: ${one.message}`),
        '',
      ].join('\n'),
    )
    .join('');
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.curriculum.yaml'));

describe('problems of bad files, as they were read and found good', () => {
  it.each(files)('%s', (name) => {
    const golden = join(FOLDER, name.replace('.curriculum.yaml', '.problems.txt'));
    const found = printed(join(FOLDER, name));
    if (process.env.STAGECRAFT_UPDATE_GOLDEN === '1') writeFileSync(golden, found);
    expect(existsSync(golden)).toBe(true);
    expect(found).toBe(readFileSync(golden, 'utf8').replaceAll('\r\n', '\n'));
  });

  it('cover most codes', () => {
    const seen = new Set(files.flatMap((name) => printed(join(FOLDER, name)).match(/SC\d{3}/g) ?? []));
    expect([...seen].filter((code) => code in problemCodes).length).toBeGreaterThan(30);
  });

  it('has none for the curriculum of the design, but for what a new order means', () => {
    const found = checkAllVariants(join(FOLDER, '../design.curriculum.yaml'));
    expect(found.problems.map(({ code }) => code)).toEqual(['SC216']);
    expect(
      [...found.variants].map(([name, { curriculum }]) => [name, curriculum?.stages.map(({ id }) => id)]),
    ).toEqual([
      ['merged', ['see', 'think', 'see-and-think']],
      ['reversed', ['see-and-think', 'think', 'see']],
    ]);
  });
});

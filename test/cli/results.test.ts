import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { tsvIndex } from '../../src/results/images/tsv-index';
import { openTable } from '../../src/results/table/open';
import { FIXTURES } from '../results/fixtures';
import { plainTerminal } from './terminal';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagecraft results '));
  mkdirSync(join(root, '.stagecraft'));
});
afterEach(() => discard(root));

async function cli(...args: string[]) {
  const terminal = plainTerminal();
  const code = await main(args, terminal);
  return { code, text: terminal.lines.join('\n'), errors: terminal.errors.join('\n') };
}
const file = (name: string, text: string): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const ROWS =
  '{"nr":1,"truth":"2","said":"\\\\boxed{2}","pic":"a.png"}\n{"nr":2,"truth":"3","said":"\\\\boxed{4}","pic":"b.png"}\n';
const MAP = 'id=nr,answer=truth,response=said,images=pic';

describe('stagecraft results', () => {
  it('prints a table, what each figure means, and that the accuracy differs', async () => {
    const { code, text, errors } = await cli('results', join(FIXTURES, 'vlmevalkit'));
    expect([code, errors]).toEqual([0, '']);
    expect(text).toMatch(/^model +benchmark +rows +wrong +not judged +accuracy +reported$/m);
    expect(text).toMatch(
      /^Qwen2\.5_VL-7B +A-OKVQA +6 +1 +1 +80\.0 % \(4 of 5; Wilson 95 %: 37\.6–96\.4 %\) +Overall 0\.66667/m,
    );
    expect(text).toContain(
      'Qwen2.5_VL-7B on POPE: Overall = 66.6667: F1 x 100 of the answer Yes, not accuracy',
    );
    expect(text).toMatch(/A-OKVQA: warning\[SC364\]: The accuracy differs/);
  });

  it('prints the array that scripts read', async () => {
    const { code, text } = await cli('results', join(FIXTURES, 'vlmevalkit'), '--json');
    expect(code).toBe(0);
    const all = JSON.parse(text) as readonly Record<string, unknown>[];
    expect(all).toHaveLength(12);
    for (const one of all) {
      expect(Object.keys(one)).toEqual(
        expect.arrayContaining([
          'source', 'model', 'benchmark', 'rows', 'wrong', 'unjudged', 'accuracy', 'reported', 'items', 'problems',
        ]), // prettier-ignore
      );
      expect(one.items).toHaveLength(one.rows as number);
    }
    const pope = all.find(({ benchmark }) => benchmark === 'POPE');
    expect(pope).toMatchObject({ rows: 8, wrong: 3, unjudged: 0, accuracy: 0.625 });
    expect((pope?.items as unknown[])[2]).toEqual(['2', false]);
  });

  it('asks for the meaning of columns and takes it', async () => {
    const path = file('mine.jsonl', ROWS);
    const asked = await cli('results', path);
    expect(asked.code).toBe(1);
    expect(asked.text).toMatch(
      /error\[SC361\].*no column of mine\.jsonl is known to be the response.*--map/s,
    );
    const { code, text } = await cli('results', path, '--map', MAP, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject([
      {
        rows: 2,
        wrong: 1,
        accuracy: 0.5,
        items: [
          ['1', true],
          ['2', false],
        ],
      },
    ]);
  });

  it.each([
    ['a path that is not there', ['results', '/nowhere/at/all'], 1, /There is no file or folder/],
    ['no path', ['results'], 2, /PATH/],
    ['an unknown role', ['results', '.', '--map', 'colour=x'], 2, /ROLE is one of/],
  ])('refuses %s in words', async (_name, args, code, words) => {
    const told = await cli(...args);
    expect(told.code).toBe(code);
    expect(told.errors).toMatch(words);
    expect(told.errors).not.toMatch(/\n\s+at /);
  });

  it('says with the singular what one row is', async () => {
    const path = file(
      'x.jsonl',
      '{"id":1,"answer":"1","response":"1"}\n{"id":2,"answer":"1","response":""}\n',
    );
    const { text } = await cli('results', path);
    expect(text).toMatch(/100\.0 % \(1 of 1; Wilson 95 %: 20\.7–100\.0 %\)/);
    expect(text).toContain('1 row is not judged');
    const set = await cli(
      'import',
      file('y.jsonl', '{"id":1,"answer":"1","response":"1"}'),
      '--workspace',
      root,
    );
    expect(set.text).toContain(': 1 row of y; 0 wrong');
  });

  it('says that a list is empty, and names few columns of a file that is no text', async () => {
    expect((await cli('results', file('arr.json', '[]'))).text).toMatch(
      /arr\.json cannot be read: it is empty/,
    );
    const bytes = Buffer.from(Array.from({ length: 6_000 }, (_, i) => (i * 7_919) % 251));
    const binary = file('b.csv', '');
    writeFileSync(binary, Buffer.concat([bytes, Buffer.from('\n1,2\n')]));
    const garbage = await cli('results', binary);
    expect(garbage.text).toMatch(/it has \d+ columns? without legible names: is it a file of text\?/);
    for (const line of garbage.text.split('\n')) expect(line.length).toBeLessThan(500);
    const wide = file('w.csv', `${Array.from({ length: 200 }, (_, i) => `c${i}`).join(',')}\n1\n`);
    expect((await cli('results', wide)).text).toContain('it has c0, c1, c2, c3, c4, c5, c6, c7 and 192 more');
  });

  describe.runIf(process.platform !== 'win32')('where no file stands', () => {
    const pipe = (name: string): string => {
      const path = join(root, name);
      execFileSync('mkfifo', [path]);
      return path;
    };

    it.each(['results', 'import', 'audit'])('%s refuses a pipe without waiting for it', async (command) => {
      const path = pipe('fifo.jsonl');
      const told = await cli(command, path, ...(command === 'results' ? [] : ['--workspace', root]));
      expect(told.code).toBe(1);
      expect(told.errors).toContain(`${path} is a named pipe`);
    });

    it('names a device', async () => {
      const told = await cli('results', '/dev/null');
      expect([told.code, told.errors]).toEqual([1, expect.stringContaining('/dev/null is a device')]);
    });

    it('leaves a pipe of a folder out and says so', async () => {
      const path = pipe('fifo.jsonl');
      const nothing = await cli('results', root);
      expect(nothing.errors).toMatch(
        /No results were found in .* \(left out: .*fifo\.jsonl, no regular file\)/,
      );
      file('x.jsonl', '{"id":1,"answer":"1","response":"1"}\n');
      symlinkSync(path, join(root, 'link.jsonl'));
      const { code, text } = await cli('results', root);
      expect(code).toBe(0);
      expect(text).toMatch(/note\[SC362\]: left out: .*fifo\.jsonl, no regular file/);
    });

    it('takes no images out of a pipe', async () => {
      const rows = file('x.jsonl', '{"id":1,"answer":"1","response":"1"}\n');
      const told = await cli('import', rows, '--images', pipe('P.tsv'), '--workspace', root);
      expect([told.code, told.errors]).toEqual([
        1,
        expect.stringContaining('is no regular file and no folder'),
      ]);
      await expect(tsvIndex(join(root, 'P.tsv'))).rejects.toThrow('no regular file');
      await expect(openTable(join(root, 'P.tsv'))).rejects.toThrow('no regular file');
    });
  });

  it('shows no control characters of a file', async () => {
    const path = file('x.jsonl', '{"id":1,"answer":"1","response":"1","model":"m\\u001b[31m"}\n');
    expect((await cli('results', path)).text).not.toContain('\u001b');
  });
});

describe('stagecraft import', () => {
  const sets = (): readonly string[] =>
    existsSync(join(root, '.stagecraft', 'audits')) ? readdirSync(join(root, '.stagecraft', 'audits')) : [];

  it('makes a named set and says what is in it', async () => {
    const path = file('mine.jsonl', ROWS);
    const { code, text, errors } = await cli(
      'import', path, '--map', MAP, '--name', 'First try', '--images', root, '--workspace', root,
    ); // prettier-ignore
    expect([code, errors]).toEqual([0, '']);
    expect(text).toMatch(/First try: 2 rows of mine; 1 wrong, 0 not judged/);
    expect(sets()).toHaveLength(1);
    expect(readdirSync(join(root, '.stagecraft', 'audits', sets()[0]!)).sort()).toEqual([
      'audit.json',
      'items.parquet',
    ]);
  });

  it('prints the sets as JSON, one for each model', async () => {
    const rows = ['a', 'b'].map((model) => JSON.stringify({ id: 1, model, answer: '1', response: '1' }));
    const { code, text } = await cli(
      'import',
      file('x.jsonl', rows.join('\n')),
      '--json',
      '--workspace',
      root,
    );
    expect(code).toBe(0);
    const told = JSON.parse(text) as { readonly sets: readonly { readonly model: string }[] };
    expect(told.sets.map(({ model }) => model).sort()).toEqual(['a', 'b']);
  });

  it.each([
    ['images that are not there', ['--images', '/nowhere/images'], /There is no file or folder/],
    ['a column that is not there', ['--map', 'response=nothing,answer=truth'], /has no column `nothing`/],
    ['columns without a meaning', [], /is known to be the response/],
  ])('refuses %s and leaves nothing', async (_name, more, words) => {
    const told = await cli('import', file('mine.jsonl', ROWS), ...more, '--workspace', root);
    expect(told.code).toBe(1);
    expect(told.errors).toMatch(words);
    expect(sets()).toEqual([]);
  });

  it('that is interrupted leaves nothing', async () => {
    const row = (i: number): string =>
      JSON.stringify({ id: i, answer: '1', response: `${'so '.repeat(800)} \\boxed{1}` });
    const path = file('many.jsonl', Array.from({ length: 6000 }, (_, i) => row(i)).join('\n'));
    const working = cli('import', path, '--workspace', root);
    const wait = setInterval(() => {
      if (sets().length > 0) process.emit('SIGINT');
    }, 5);
    const told = await working.finally(() => clearInterval(wait));
    expect(told.code).toBe(1);
    expect(told.errors).toContain('The import was interrupted; nothing of it stays');
    expect(sets()).toEqual([]);
  });
});

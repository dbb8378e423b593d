import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentLabels, readLabels } from '../../src/audit';
import { main } from '../../src/cli/main';
import { csvRecords } from '../../src/cli/label/transfer';
import { triage } from '../../src/cli/label/triage';
import { displayWidth } from '../../src/cli/print/text-width';
import type { AuditFigures } from '../../src/protocol';
import { standInJudge } from '../audit/stand-in-judge';
import { plainTerminal } from './terminal';
import { discard } from '../fixtures/discard';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagecraft label '));
  mkdirSync(join(root, '.stagecraft'));
  file = join(root, 'answers.jsonl');
  const rows = Array.from({ length: 12 }, (_, i) => ({
    id: `q${i}`,
    question: `What is there? \u001b[31m${'long words '.repeat(30)}`,
    answer: '5',
    response:
      i < 4
        ? 'I see 3 circles and 2 squares. 3 + 2 = 5. \\boxed{5}'
        : `I see 4 circles and 2 squares. 4 + 2 = 6. \\boxed{6}`,
    model: 'lab-model',
    benchmark: i % 2 === 0 ? 'A' : 'B',
    caption: 'A red circle, B red circle, C red circle, D red square, E red square.',
  }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterEach(() => discard(root));

async function cli(...args: string[]) {
  const terminal = plainTerminal();
  const code = await main([...args, '--workspace', root], terminal);
  return { code, text: terminal.lines.join('\n'), errors: terminal.errors.join('\n') };
}
interface Told {
  readonly sets: readonly { readonly dir: string; readonly words?: string; readonly figures: AuditFigures }[];
}

async function* presses(keys: string): AsyncGenerator<string> {
  for (const key of keys) yield await Promise.resolve(key);
}

describe('stagecraft audit of another program’s results', () => {
  it('imports them once and tells the figures', async () => {
    const first = await cli('audit', file, '--json');
    expect(first.errors).toBe('');
    const { sets } = JSON.parse(first.text) as Told;
    expect(sets).toHaveLength(1);
    expect(sets[0]?.figures.accuracy).toMatchObject({ k: 4, n: 12 });
    const again = JSON.parse((await cli('audit', file, '--json')).text) as Told;
    expect(again.sets[0]?.dir).toBe(sets[0]?.dir);
  });

  it('asks a judge at an address, says before what it will, and tells why it could not', async () => {
    const judge = await standInJudge();
    const asking = ['audit', file, '--method', 'judge', '--url', judge.url, '--model', 'stand-in'] as const;
    const before = await cli(...asking, '--dry-run');
    expect(before.text).toMatch(/8 failures x 2 passes \+ \d controls x 2 passes = \d+ requests/);
    expect(judge.prompts).toEqual([]);
    const { sets } = JSON.parse((await cli(...asking, '--json')).text) as Told;
    expect(sets[0]?.figures.perception.judge).toMatchObject({ k: 8, n: 8 });
    await judge.close();
    const dir = sets[0]?.dir ?? '';
    const report = await cli('report', dir);
    expect(report.code).toBe(0);
    expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain('Why it fails');
    expect((await cli('audit', file, '--method', 'judge')).errors).toContain('not said which model to ask');
    expect((await cli('audit', file, '--method', 'human')).code).toBe(2);
    expect(
      (await cli('audit', file, '--method', 'judge', '--url', judge.url, '--model', 'm', '--limit', 'x'))
        .code,
    ).toBe(2);
  });
});

describe('stagecraft audit when a model cannot be asked', () => {
  const asking = (url: string) => ['audit', file, '--method', 'judge', '--url', url, '--model', 'm'] as const;

  it('fails, says why and what to do, and its JSON is one value that tells how many are left', async () => {
    const judge = await standInJudge({ instead: () => ({ status: 401 }) });
    const plain = await cli(...asking(judge.url));
    expect(plain.code).toBe(1);
    expect(plain.text).toMatch(/0 verdicts of m .* are left for the next time: m does not accept the key/);
    expect(plain.text).not.toContain('..');
    expect(plain.errors).toContain('asks only for what is missing');
    const json = await cli(...asking(judge.url), '--json');
    expect(json.code).toBe(1);
    const { sets } = JSON.parse(json.text) as { readonly sets: readonly { readonly failed: number }[] };
    expect(sets[0]?.failed).toBeGreaterThan(0);
    await judge.close();
  });

  it('tells an address that is none in a sentence, without a stack', async () => {
    const { code, errors } = await cli(...asking('file:///etc/passwd'));
    expect(code).toBe(1);
    expect(errors).toContain('is not one of a server');
    expect(errors).toContain('help:');
    expect(errors).not.toMatch(/defect|\n\s+at /);
  });

  it.each([['--limit', '3'], ['--samples', '2'], ['--url', 'http://127.0.0.1:1/v1'], ['--dry-run']])(
    'refuses %s without --method: it would do nothing',
    async (...option) => {
      const { code, errors } = await cli('audit', file, ...option);
      expect(code).toBe(2);
      expect(errors).toContain(`\`${option[0]}\` says how a model is asked`);
    },
  );

  it('says that a path leads nowhere, rather than that there are no runs', async () => {
    for (const verb of ['audit', 'label', 'report'])
      for (const path of [join(root, 'nowhere'), 'nowhere.jsonl'])
        expect((await cli(verb, path)).errors).toContain('There is no file or folder');
  });
});

describe('stagecraft compare of two sets', () => {
  it('says what the second fixed and broke', async () => {
    const other = join(root, 'other.jsonl');
    const text = readFileSync(file, 'utf8');
    // The second model mends four of the eight failures and breaks one of the four right ones.
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { response: string; model: string });
    const changed = rows.map((row, i) => ({
      ...row,
      model: 'other-model',
      response: i === 0 ? '\\boxed{7}' : i >= 8 ? '\\boxed{5}' : row.response,
    }));
    writeFileSync(other, changed.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { text: told, errors } = await cli('compare', file, other);
    expect(errors).toBe('');
    expect(told).toContain('12 common items');
    expect(told).toContain('4 fixed, 1 broken, 4 still wrong, 3 still right');
    expect(told).toContain('McNemar');
    const json = JSON.parse((await cli('compare', file, other, '--json')).text) as { counts: object };
    expect(json.counts).toEqual({ fixed: 4, broken: 1, 'still wrong': 4, 'still right': 3 });
  });
});

describe('stagecraft label', () => {
  const setDir = async (): Promise<string> =>
    (JSON.parse((await cli('audit', file, '--json')).text) as Told).sets[0]?.dir ?? '';

  it('gives one label, takes it back, and refuses what is none', async () => {
    const dir = await setDir();
    expect((await cli('label', dir, '--set', 'A', 'q4', 'perc', '--annotator', 'ada')).code).toBe(0);
    expect([...currentLabels(await readLabels(dir)).keys()]).toEqual(['A\0q4']);
    expect((await cli('label', dir, '--set', 'A', 'q4', '-', '--annotator', 'ada')).code).toBe(0);
    expect(currentLabels(await readLabels(dir)).size).toBe(0);
    expect((await cli('label', dir, '--set', 'A', 'q4', 'VISION')).code).toBe(2);
    expect((await cli('label', dir, '--set', 'A', 'nowhere', 'PERC')).errors).toContain('no item');
    expect((await cli('label', dir)).errors).toContain('needs a terminal');
  });

  it('imports labels, all or none, and exports those that count without formulas', async () => {
    const dir = await setDir();
    const csv = join(root, 'labels.csv');
    writeFileSync(
      csv,
      'row,dataset,label,note,annotator\nq4,A,PERC,"=1+1, ""so""",ada\r\nq5,B,REAS,,grace\n',
    );
    expect((await cli('label', dir, '--import', csv, '--json')).text).toContain('"given": 2');
    writeFileSync(csv, 'row,dataset,label\nq6,A,PERC\nq7,B,NOPE\n');
    const refused = await cli('label', dir, '--import', csv);
    expect(refused.errors).toContain('labels.csv:3');
    expect((await readLabels(dir)).map(({ row }) => row)).toEqual(['q4', 'q5']);
    const lines = (await cli('label', dir, '--export', '-')).text.split('\r\n');
    expect(lines[0]).toBe('dataset,row,label,subtype,note,annotator,at');
    expect(lines[1]).toContain(`"'=1+1, ""so"""`);
  });

  it('takes its own export back, names that look like formulas included', async () => {
    const odd = readFileSync(file, 'utf8').replaceAll('"q4"', '"-4"').replaceAll('"q5"', '"\uff1d1+1"');
    writeFileSync(file, odd);
    const dir = await setDir();
    const csv = join(root, 'labels.csv');
    writeFileSync(csv, 'dataset,row,label\nA,-4,PERC\nB,\uff1d1+1,PERC\n');
    expect((await cli('label', dir, '--import', csv)).errors).toBe('');
    expect((await cli('label', dir, '--export', csv)).code).toBe(0);
    expect(readFileSync(csv, 'utf8')).toContain(`"'-4"`);
    expect(readFileSync(csv, 'utf8')).toContain(`"'\uff1d1+1"`);
    expect((await cli('label', dir, '--import', csv)).errors).toBe('');
    expect(currentLabels(await readLabels(dir)).size).toBe(2);
  });

  it('names file, line and reason of an import that is no list of labels', async () => {
    const dir = await setDir();
    const wrong = async (name: string, text: string): Promise<string> => {
      writeFileSync(join(root, name), text);
      const { code, errors } = await cli('label', dir, '--import', join(root, name));
      expect(code).toBe(1);
      expect(errors).toContain('help:');
      return errors;
    };
    expect(await wrong('empty.jsonl', '')).toContain('empty.jsonl is empty');
    expect(await wrong('list.jsonl', '[]\n')).toContain('list.jsonl:1: this is no JSON object');
    expect(await wrong('lacks.jsonl', '{"dataset":"A"}\n')).toContain('lacks.jsonl:1: `row` is missing');
    expect(await wrong('other.csv', 'a,b\n1,2\n')).toContain('other.csv:1: there is no column `dataset`');
    expect(await wrong('open.csv', 'dataset,row,label\n"A,1,PERC\n')).toContain('open.csv:2: this is no CSV');
    expect((await cli('label', dir, '--import', root)).errors).toContain('is no file');
    expect((await cli('label', dir, '--import', 'nowhere.csv')).errors).toContain('help: check the path');
    expect((await cli('label', dir, '--import', 'a.csv', '--export', 'b.csv')).code).toBe(2);
    expect(await readLabels(dir)).toEqual([]);
  });

  it('takes one key an item, undoes, skips, goes on where it stopped, and fits 80 columns', async () => {
    const dir = await setDir();
    const terminal = { ...plainTerminal(), width: 80 };
    const options = { annotator: 'ada', blind: false };
    // Perception, reasoning, undo, knowledge, skip, an unknown key, format, quit.
    const first = await triage(dir, options, presses('12u3sx5q'), terminal);
    expect(first).toEqual({ given: 3, done: 3, of: 8 });
    const said = [...currentLabels(await readLabels(dir))].map(([key, of]) => [key, of.get('ada')?.label]);
    expect(said).toEqual([
      ['A\0q4', 'PERC'],
      ['B\0q5', 'KNOW'],
      ['B\0q7', 'FORMAT'],
    ]);
    for (const line of terminal.lines.join('\n').split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(terminal.lines.join('\n')).not.toContain('\u001b');
    const second = await triage(dir, options, presses('11111111'), plainTerminal());
    expect(second).toEqual({ given: 5, done: 8, of: 8 });
    expect(
      await triage(dir, { ...options, annotator: 'grace', sample: 4 }, presses('1'), plainTerminal()),
    ).toEqual({ given: 1, done: 1, of: 4 });
    expect(existsSync(join(dir, 'labels.jsonl'))).toBe(true);
  });

  it('hides in blind mode what other methods say', async () => {
    const dir = await setDir();
    writeFileSync(
      join(dir, 'judge.jsonl'),
      `${JSON.stringify({ row: 'q4', dataset: 'A', method: 'judge', label: 'KNOW', at: '', by: 'm', evidence: {} })}\n`,
    );
    const open = plainTerminal();
    await triage(dir, { annotator: 'ada', blind: false }, presses('q'), open);
    expect(open.lines.join('\n')).toMatch(/^judge {11}Knowledge$/m);
    const blind = plainTerminal();
    await triage(dir, { annotator: 'ada', blind: true }, presses('1q'), blind);
    expect(blind.lines.join('\n')).not.toContain('judge');
    expect((await readLabels(dir))[0]?.blind).toBe(true);
  });
});

it('reads CSV as RFC 4180 has it', () => {
  expect(csvRecords('a,"b\n""c""",\r\n\r\n1,2,3', 'x.csv')).toEqual([
    { line: 1, cells: ['a', 'b\n"c"', ''] },
    { line: 4, cells: ['1', '2', '3'] },
  ]);
  expect(() => csvRecords('a,"b', 'x.csv')).toThrow('x.csv:1: this is no CSV: a quote is not closed');
});

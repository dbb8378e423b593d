import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { ChatRelay } from '../../src/browse/jobs/chat-relay';
import { Jobs } from '../../src/browse/jobs/jobs';
import { meanInWords } from '../../src/browse/query/mean';
import { KeyIndex } from '../../src/browse/store/key-index';
import { LineTail, readLineAt } from '../../src/browse/verdicts/tail';
import { csvCell, csvLine } from '../../src/browse/write/csv';
import type { FromAuditor } from '../../src/protocol';
import { until } from '../fixtures/runs/processes';
import { discard } from '../fixtures/discard';

const folders: string[] = [];
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-tail-'));
  folders.push(folder);
  return join(folder, 'lines.jsonl');
};
afterEach(() => {
  for (const folder of folders.splice(0)) discard(folder);
});

describe('the tail of a file', () => {
  it('tells every line once, however the file grows, with its place', async () => {
    const pieces = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'ä', '😀', '\n', '\n', '\u2028'), maxLength: 12 }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const file = newFile();
        const tail = new LineTail(file);
        const told: string[] = [];
        const read = () =>
          tail.read(
            ({ text }) => told.push(text),
            () => told.splice(0),
          );
        await read();
        for (const part of parts) {
          appendFileSync(file, part);
          await read();
        }
        const whole = parts
          .join('')
          .split('\n')
          .slice(0, -1)
          .filter((text) => text !== '');
        expect(told).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('finds a line again, skips what is too long, and begins anew where the file is another', async () => {
    const file = newFile();
    writeFileSync(file, `first\n${'x'.repeat(5 * 2 ** 20)}\nöther\n`);
    const tail = new LineTail(file);
    let told: { text: string; offset: number; length: number }[] = [];
    const read = () =>
      tail.read(
        (line) => told.push(line),
        () => (told = []),
      );
    expect(await read()).toBe(true);
    expect(told.map(({ text }) => text)).toEqual(['first', 'öther']);
    expect(await readLineAt(file, told[1]!.offset, told[1]!.length)).toBe('öther');
    expect(await read()).toBe(false);
    truncateSync(file, 0);
    appendFileSync(file, 'again\n');
    expect(await read()).toBe(true);
    expect(told.map(({ text }) => text)).toEqual(['again']);
    writeFileSync(`${file}.new`, 'of the very same length or longer\n');
    renameSync(`${file}.new`, file);
    await read();
    expect(told.map(({ text }) => text)).toEqual(['of the very same length or longer']);
    rmSync(file);
    expect(await read()).toBe(true);
    expect(told).toEqual([]);
  });
});

/** Reads RFC 4180, written apart from what writes it. */
function parseCsv(text: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        if (text[at] !== '"') cell += text[at++] ?? '';
        else if (text[at + 1] === '"') {
          cell += '"';
          at += 2;
        } else break;
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') cell += text[at++] ?? '';
    cells.push(cell);
    if (text[at] !== ',') return cells;
    at += 1;
  }
}

describe('CSV', () => {
  it('gives back every text, but for an apostrophe before what a spreadsheet would run', () => {
    const unit = fc.constantFrom(
      'a',
      '"',
      ',',
      '\r',
      '\n',
      '\t',
      '=',
      '+',
      '-',
      '@',
      "'",
      'ä',
      '＝',
      ';',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 8 }), { minLength: 1, maxLength: 6 }), (texts) => {
        const cells = parseCsv(csvLine(texts));
        expect(cells).toHaveLength(texts.length);
        cells.forEach((cell, i) => {
          expect(cell).not.toMatch(/^[=+\-@\t\r\n＝]/u);
          expect([texts[i], `'${texts[i] ?? ''}`]).toContain(cell);
        });
      }),
    );
    expect(csvCell(null)).toBe('');
    expect(csvCell(-5)).toBe('-5');
    expect(csvCell('plain')).toBe('plain');
  });
});

describe('the index of keys', () => {
  it('finds each item, also where slots collide, and none that is not there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(1000)), { selector: String }), (keys) => {
        const columns = {
          low: Uint32Array.from(keys, ([low]) => low),
          high: Uint32Array.from(keys, ([, high]) => high),
        };
        const index = new KeyIndex(columns);
        keys.forEach(([low, high], i) => expect(index.findKey(low, high)).toBe(i));
        expect(index.findKey(4, 1)).toBe(-1);
        expect(index.find('nothing', 'here')).toBe(-1);
      }),
    );
  });
});

describe('jobs', () => {
  const book = () => {
    const told: { notice: Extract<FromAuditor, { type: 'progress' | 'ended' }>; at: number }[] = [];
    return { told, jobs: new Jobs((notice) => told.push({ notice, at: performance.now() })) };
  };
  const news = (done: number) => ({
    done,
    requests: 0,
    cached: 0,
    failed: 0,
    tokens: { input: 0, output: 0 },
  });
  const job = { key: '/set', set: '/set', what: 'judge' } as const;

  it('tell their progress at most four times a second, the last of it always, and then their end', async () => {
    const { told, jobs } = book();
    const id = jobs.start(job, async ({ onProgress }) => {
      for (let done = 1; done <= 60; done += 1) {
        onProgress(news(done));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return { set: '/set', words: 'done' };
    });
    expect(told).toEqual([]);
    expect(() => jobs.start(job, () => Promise.reject(new Error()))).toThrow('already');
    await until('the job ends', () => told.at(-1)?.notice.type === 'ended');
    expect(told.at(-1)?.notice).toEqual({
      type: 'ended',
      job: id,
      end: { state: 'done', set: '/set', words: 'done' },
    });
    const progress = told.slice(0, -1);
    expect(progress.length).toBeLessThanOrEqual(6);
    expect(progress.at(-1)?.notice).toMatchObject({ progress: { done: 60, job: id, what: 'judge' } });
    expect(jobs.start(job, () => Promise.resolve({ set: '/set', words: '' }))).toBe(id + 1);
  });

  it('end as cancelled when they are, and as failed in the words of what failed', async () => {
    const { told, jobs } = book();
    const id = jobs.start(
      job,
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    await new Promise((resolve) => setImmediate(resolve));
    jobs.cancel(id);
    await until('it ends', () => told.length === 1);
    expect(told[0]?.notice).toEqual({ type: 'ended', job: id, end: { state: 'cancelled', set: '/set' } });
    jobs.start(job, () =>
      Promise.reject(
        Object.assign(new Error('No such model'), { name: 'EndpointError', hint: 'Name another.' }),
      ),
    );
    await until('it fails', () => told.length === 2);
    expect(told[1]?.notice).toMatchObject({
      end: { state: 'failed', message: 'No such model', hint: 'Name another.' },
    });
  });
});

describe('the relay to the editor’s models', () => {
  const request = { messages: [], maxTokens: 1, temperature: 0 };
  const reply = {
    answers: [{ text: 'hello', truncated: false }],
    tokens: { input: 1, output: 1 },
    cached: false,
  };

  it('gives each question its own answer, and forgets those that nobody waits for', async () => {
    const asked: number[] = [];
    const relay = new ChatRelay(({ chat }) => asked.push(chat));
    const abort = new AbortController();
    const [first, second, third] = [
      relay.ask('m', request),
      relay.ask('m', request),
      relay.ask('m', request, abort.signal),
    ];
    relay.fail(asked[0]!, { message: 'The user said no', hint: 'Ask again.' });
    relay.reply(asked[1]!, reply);
    relay.reply(asked[1]!, { ...reply, cached: true });
    abort.abort(new Error('enough'));
    relay.reply(asked[2]!, reply);
    await expect(first).rejects.toThrow('The user said no');
    expect(await second).toEqual(reply);
    await expect(third).rejects.toThrow('enough');
  });
});

describe('a paired mean in words', () => {
  it('has nearly the same interval by resampling and, for many items, by the normal one', () => {
    const make = (n: number) => ({
      values: Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 3) * 100 - 80),
      clusters: Int32Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : Math.floor(i / 3) + 1)),
    });
    // `20.0 points (bootstrap 95 %, ...: 18.7–21.3 points; n)`
    const read = (words: string): readonly number[] => {
      const [, value, low, high] = /^(-?[\d.]+) .*?: (-?[\d.]+)–(-?[\d.]+)/u.exec(words) ?? [];
      return [value, low, high].map(Number);
    };
    const [few, many] = [meanInWords(make(20_000), 'points'), meanInWords(make(20_001), 'points')];
    expect(few).toContain('bootstrap');
    expect(many).toContain('normal 95 %');
    read(many).forEach((figure, i) => expect(figure).toBeCloseTo(read(few)[i] ?? NaN, 0));
    expect(read(many)[0]).toBeCloseTo(20, 0);
  });
});

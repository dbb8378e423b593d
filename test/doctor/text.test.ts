import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDoctor, SIGNATURES } from '../../src/doctor';
import { lineSplitter } from '../../src/doctor/text/lines';
import { strip } from '../../src/doctor/text/prefix';
import { DATA_CASES } from './cases/data';
import { MACHINE_CASES } from './cases/machine';
import { SETUP_CASES } from './cases/setup';
import { SIZE_CASES } from './cases/sizes';
import { least } from '../fixtures/hang';

describe('prefixes', () => {
  const said = 'ValueError: at last';
  it.each([
    ['(WorkerDict pid=123) ', 'WorkerDict pid=123;'],
    ['(Runner pid=123, ip=10.0.0.1) ', 'Runner pid=123, ip=10.0.0.1;'],
    ['(main_task pid=7) (EngineCore_0 pid=9) ', 'main_task pid=7;EngineCore_0 pid=9;'],
    ['\u001b[36m(func pid=12)\u001b[0m ', 'func pid=12;'],
    ['(raylet, ip=10.0.0.1) ', 'raylet, ip=10.0.0.1;'],
    ['[rank0]: ', 'rank0;'],
    ['[rank3]:[E1122 10:00:00.123 ProcessGroupNCCL.cpp:616] ', 'rank3;'],
    ['3: ', '3;'],
    ['ERROR 11-22 10:00:00 [core.py:586] ', ''],
    ['ERROR 11-22 10:00:00 engine.py:140] ', ''],
    ['2026-11-22 10:00:00,123 ERROR worker.py:422 -- ', ''],
    ['[2026-11-22 10:00:00,123 E 1 1] core_worker.cc:230: ', ''],
    ['2026-11-22T10:00:00.123Z [ERROR] ', ''],
    ['ERROR:trl.trainer:', ''],
    ['(WorkerDict pid=1) ERROR 11-22 10:00:00 [core.py:586]   ', 'WorkerDict pid=1;'],
  ])('%j is taken off', (prefix, source) => {
    expect(strip(prefix + said)).toEqual({ text: said, source, times: 1 });
  });

  it('counts what Ray says once for many', () => {
    expect(
      strip(`(a pid=1) ${said} [repeated 7x across cluster] (Ray deduplicates logs by default.)`),
    ).toEqual({
      text: said,
      source: 'a pid=1;',
      times: 7,
    });
  });
  it('leaves alone what only looks like one', () => {
    for (const text of ['(see pid below) x', '[Rank 3] To avoid', 'f(x) = 3', 'wandb: ERROR api_key'])
      expect(strip(text).text).toBe(text);
  });
});

describe('lines', () => {
  const cut = (text: string, sizes: readonly number[]) => {
    const splitter = lineSplitter();
    const lines = [];
    let at = 0;
    for (let n = 0; at < text.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      lines.push(...splitter.push(text.slice(at, at + size)));
      at += size;
    }
    return [...lines, ...splitter.end()];
  };

  it('are numbered as editors do, with CRLF and progress bars', () => {
    expect(cut('a\r\n\r\n10%\r20%\r30%\nb\nc', [1000])).toEqual([
      { text: 'a', number: 1 },
      { text: '10%', number: 3 },
      { text: '20%', number: 3 },
      { text: '30%', number: 3 },
      { text: 'b', number: 4 },
      { text: 'c', number: 5 },
    ]);
  });
  it('are the same however the text was cut, also very long ones', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.constantFrom('\n', '\r\n', '\r', 'x'.repeat(9000), 'ab'.repeat(20_000)),
        ),
      )
      .map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 7000 }), { minLength: 1, maxLength: 8 }),
        (whole, sizes) => {
          expect(cut(whole, sizes)).toEqual(cut(whole, [Infinity]));
        },
      ),
      { numRuns: 60 },
    );
  });
  it('keep both ends of one that is too long', () => {
    const [line] = cut(`begin${'x'.repeat(1_000_000)}end\n`, [65_536]);
    expect(line?.text.length).toBeLessThan(8100);
    expect(line?.text).toMatch(/^begin.*end$/);
  });
});

const LOGS = [DATA_CASES, SIZE_CASES, SETUP_CASES, MACHINE_CASES]
  .flatMap((cases) => Object.values(cases))
  .flatMap(({ shows, not }) => [...shows, ...not]);

describe('any log', () => {
  it('gives the same findings however it was cut', () => {
    const log = fc.shuffledSubarray(LOGS, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(
        log,
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 9 }),
        (text, sizes) => {
          const whole = createDoctor({});
          const pieces = createDoctor({});
          const expected = [...whole.log(text), ...whole.end()];
          const found = [];
          for (let at = 0, n = 0; at < text.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            found.push(...pieces.log(text.slice(at, at + size)));
            at += size;
          }
          found.push(...pieces.end());
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('finds a failure in a line that came in two pieces, or without its end', () => {
    const doctor = createDoctor({});
    expect(doctor.log('(WorkerDict pid=1) No vision tow')).toEqual([]);
    expect(doctor.log('er found.')).toEqual([]);
    expect(doctor.end()).toMatchObject([{ id: 'F25' }]);
  });
});

describe('hostile lines', () => {
  const MOST = 100;
  /** Milliseconds that a doctor takes. */
  const time = (text: string): number =>
    least(() => {
      const doctor = createDoctor({});
      doctor.log(`${text}\n`);
      doctor.end();
    }, MOST);
  const words = [...new Set(SIGNATURES.flatMap(({ lines }) => lines.map(({ has }) => has)))];
  const bits = [
    'Error: ',
    ': ',
    '] ',
    ') ',
    '(a pid=1) ',
    '[rank0]:',
    'Exception(',
    '\u001b[',
    '\u001b]',
    "'",
    '"',
    '1',
    'x',
    '.',
    '/',
    '-- ',
    '[repeated ',
    ' ',
    '(',
  ];

  it.each(words)('full of %j take no longer than others', (word) => {
    for (const bit of ['', ...bits])
      expect(time((word + bit).repeat(Math.ceil(9000 / (word.length + bit.length)))), bit).toBeLessThan(MOST);
  });

  it('of any mixture take no longer than others', () => {
    const piece = fc.constantFrom(...words, ...bits);
    const line = fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.array(piece, { minLength: 1, maxLength: 4 }))
      .map(
        ([head, body]) =>
          head.join('') + body.join('').repeat(Math.ceil(9000 / Math.max(1, body.join('').length))),
      );
    fc.assert(
      fc.property(line, (text) => {
        expect(time(text)).toBeLessThan(MOST);
      }),
      { numRuns: 150 },
    );
  });

  it('never make a doctor throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const doctor = createDoctor({});
        doctor.log(text);
        doctor.end();
      }),
    );
  });
});

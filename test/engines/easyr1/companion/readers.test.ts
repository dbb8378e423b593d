import { mkdtemp, rm, truncate, writeFile, appendFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleReader } from '../../../../src/engines/easyr1/companion/follow/console';
import { GenerationReader } from '../../../../src/engines/easyr1/generations';
import { LineSplitter } from '../../../../src/engines/easyr1/companion/follow/lines';
import { parseMetricLine } from '../../../../src/engines/easyr1/companion/follow/metric-line';
import { ourMetrics } from '../../../../src/engines/easyr1/companion/follow/names';
import { parsePythonJson } from '../../../../src/engines/easyr1/companion/follow/python-json';
import { shareOut } from '../../../../src/engines/easyr1/companion/follow/samples';
import { FileTail } from '../../../../src/engines/easyr1/companion/follow/tail';
import { packageRoot } from '../../../../src/protocol';
import { ends } from '../../../fixtures/hang';

/** A text cut into pieces at the given places. */
const pieces = (text: string, cuts: readonly number[]): readonly string[] => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((place, i) => text.slice(places[i], place));
};
const cuts = fc.array(fc.nat(), { maxLength: 8 });
/** As Python's `json.dumps` writes a number. */
const python = (value: number): string =>
  Number.isNaN(value)
    ? 'NaN'
    : Math.abs(value) === Infinity
      ? value > 0
        ? 'Infinity'
        : '-Infinity'
      : JSON.stringify(value);
const name = fc.stringMatching(/^[a-z_@.]{1,12}$/).filter((text) => text !== 'step');

describe('experiment_log.jsonl', () => {
  it('is read as Python writes it, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.dictionary(name, fc.dictionary(name, fc.double(), { minKeys: 1, maxKeys: 4 }), {
          minKeys: 1,
          maxKeys: 4,
        }),
        (step, sections) => {
          const text = `{"step": ${step}, ${Object.entries(sections)
            .map(
              ([key, values]) =>
                `${JSON.stringify(key)}: {${Object.entries(values)
                  .map(([inner, value]) => `${JSON.stringify(inner)}: ${python(value)}`)
                  .join(', ')}}`,
            )
            .join(', ')}}`;
          const line = parseMetricLine(text)!;
          expect(line.step).toBe(step);
          for (const [key, values] of Object.entries(sections))
            for (const [inner, value] of Object.entries(values)) {
              const read = line.values.get(`${key}/${inner}`)!;
              if (Number.isFinite(value)) expect(read).toBe(value === 0 ? read : value);
              else expect(Number.isFinite(read)).toBe(false);
            }
        },
      ),
    );
  });

  it('takes no line for another, and never throws', () => {
    const whole = '{"step": 3, "reward": {"overall": NaN}, "note": "a NaN, in a \\"text\\""}';
    for (let end = 0; end < whole.length; end += 1)
      expect(parseMetricLine(whole.slice(0, end))).toBeUndefined();
    expect(parsePythonJson(whole)).toMatchObject({ note: 'a NaN, in a "text"', reward: { overall: null } });
    fc.assert(fc.property(fc.string(), (text) => void parseMetricLine(text)));
    fc.assert(fc.property(fc.json(), (text) => void parseMetricLine(text)));
    for (const bad of [
      '{"step": -1, "a": 1}',
      '{"step": 1.5, "a": 1}',
      '{"step": "1", "a": 1}',
      '{"step": 1e99, "a": 1}',
      '{"a": 1}',
      '[1]',
      '{"step": 1}',
    ])
      expect(parseMetricLine(bad)).toBeUndefined();
  });

  it('is bounded in depth and number, and harms no object', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(parseMetricLine(`{"step": 1, "b": 2, "c": ${deep}}`)!.values.size).toBe(1);
    const many = Array.from({ length: 5000 }, (_, i) => `"k${i}": ${i}`).join(',');
    expect(parseMetricLine(`{"step": 1, ${many}}`)!.values.size).toBeLessThanOrEqual(1000);
    const values = ourMetrics(
      parseMetricLine('{"step": 1, "__proto__": {"overall": 1}, "reward": {"overall": 2}}')!.values,
    );
    expect(values.reward).toBe(2);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('overall');
  });
});

describe('the tail of a file', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'stagecraft-tail-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('gives every character once, however the file grows', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 8 }),
        async (texts) => {
          const path = join(dir, `grow-${(count += 1)}`);
          const tail = new FileTail(path);
          let read = '';
          const bytes = Buffer.from(texts.join(''), 'utf8');
          let from = 0;
          for (const [i] of texts.entries()) {
            // Cuts fall within characters, too.
            const to = Math.floor((bytes.length * (i + 1)) / texts.length);
            await appendFile(path, bytes.subarray(from, to));
            from = to;
            read += (await tail.read()).text;
          }
          expect(read).toBe(bytes.toString('utf8'));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('notices that a file was begun anew, also when it has grown beyond its old size', async () => {
    const path = join(dir, 'anew');
    const tail = new FileTail(path);
    expect(await tail.read()).toEqual({ text: '', restarted: false, more: false });
    await writeFile(path, '{"step": 1, "a": 1}\n{"step": 2, "a": 2}\n');
    expect((await tail.read()).restarted).toBe(false);
    await truncate(path, 0);
    expect(await tail.read()).toMatchObject({ text: '', restarted: true });
    await writeFile(path, 'abc\n');
    expect(await tail.read()).toMatchObject({ text: 'abc\n', restarted: false });
    await writeFile(path, '{"step": 2, "a": 7}\n{"step": 3, "a": 8}\n');
    expect(await tail.read()).toMatchObject({
      text: '{"step": 2, "a": 7}\n{"step": 3, "a": 8}\n',
      restarted: true,
    });
  });
});

describe('lines', () => {
  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 10 })), cuts, (parts, places) => {
        const text = parts.join('\n');
        const splitter = new LineSplitter(/\n/);
        const lines = pieces(text, places).flatMap((piece) => splitter.push(piece));
        expect([...lines, splitter.take()]).toEqual(text.split('\n'));
      }),
    );
  });

  it('without an end are not kept', () => {
    const splitter = new LineSplitter();
    for (let i = 0; i < 10; i += 1) expect(splitter.push('x'.repeat(1 << 20))).toEqual([]);
    expect(splitter.push('tail\nnext\n')).toEqual(['next']);
  });
});

describe('generations.log', () => {
  const text = fc
    .array(fc.constantFrom('I see.', '', '[output] no', 'x [score] 1', '[prompt]x', 'é😀'), { maxLength: 4 })
    .map((lines) => lines.join('\n'));
  it('gives the answers back, with markers within them, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            prompt: text,
            output: text,
            gold: fc.constantFrom('3', 'two\nlines'),
            score: fc.constantFrom(0, 1, 0.5),
          }),
          { maxLength: 5 },
        ),
        cuts,
        (answers, places) => {
          // Where a prompt itself has the next marker, nobody can tell.
          const told = answers.filter(({ prompt }) => !prompt.includes('[output]'));
          const log = told
            .map(
              ({ prompt, output, gold, score }) =>
                `[prompt] ${prompt}\n[output] ${output}\n[ground_truth] ${gold}\n[score] ${score}\n\n`,
            )
            .join('');
          const splitter = new LineSplitter();
          const reader = new GenerationReader();
          const read = pieces(log, places).flatMap((piece) => reader.push(splitter.push(piece)));
          const all = [...read, ...reader.end()];
          expect(all.map(({ prompt, output, gold, score }) => ({ prompt, output, gold, score }))).toEqual(
            told,
          );
          expect(all.map(({ line }) => log.split('\n')[line - 1]?.slice(0, 9))).toEqual(
            all.map(() => '[prompt] '),
          );
          expect(reader.broken).toBe(0);
        },
      ),
    );
  });

  it('of the fixtures is read up to the torn end', async () => {
    const log = await readFile(
      join(packageRoot(), 'test/fixtures/results/easyr1/geo-run/generations.log'),
      'utf8',
    );
    const reader = new GenerationReader();
    const read = [...reader.push(log.split('\n')), ...reader.end()];
    expect(read.map(({ gold, score }) => [gold, score])).toEqual([
      ['3', 1],
      ['4', 0],
      ['5', NaN],
      ['3', 1],
      ['4', 1],
      ['5', NaN],
    ]);
    expect(read[0]!.output).toBe('I see.\n[output] is a word I write.\n\\boxed{3}');
  });

  it('goes on after an answer that is too long', () => {
    const block = (output: string): readonly string[] => [
      '[prompt] Who?',
      `[output] ${output}`,
      '[ground_truth] 1',
      '[score] -inf',
      '',
    ];
    const reader = new GenerationReader();
    const long = block(['', ...Array.from({ length: 20 }, () => 'x'.repeat(1 << 20))].join('\n'));
    const lines = [...block('a'), ...long.flatMap((line) => line.split('\n')), ...block('b')];
    const read = [...reader.push(lines), ...reader.end()];
    expect(read.map(({ output, score }) => [output, score])).toEqual([
      ['a', -Infinity],
      ['b', -Infinity],
    ]);
    expect(reader.broken).toBe(1);
  });

  it('is shared out evenly among validations', () => {
    expect(shareOut([1, 2, 3, 4], 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(shareOut([1, 2, 3], 0)).toEqual([]);
  });
});

describe('the console', () => {
  const log = [
    '\u001b[36m(Runner pid=7, ip=10.0.0.2)\u001b[0m Total training steps: 12',
    '(Runner pid=7, ip=10.0.0.2) Load from checkpoint: /a b/checkpoints/global_step_4.',
    '(Runner pid=7, ip=10.0.0.2) Step 5',
    '(Runner pid=7, ip=10.0.0.2) actor:',
    "(Runner pid=7, ip=10.0.0.2)   grad_norm: !!float 'nan'",
    '(WorkerDict pid=8) Step 6',
    '(Runner pid=7, ip=10.0.0.2) Running step:  41%|####      | 5/12 [00:10<00:14,  2.00s/it]',
    '(WorkerDict pid=8) reward:',
    '(WorkerDict pid=8)   overall: 99.0',
    '(Runner pid=7, ip=10.0.0.2)   lr: 1.0e-06',
    '(Runner pid=7, ip=10.0.0.2) timing_per_token_ms:',
    '(Runner pid=7, ip=10.0.0.2)   gen: 0.125',
    '(Runner pid=7, ip=10.0.0.2) critic:',
    '(Runner pid=7, ip=10.0.0.2)   score:',
    '(Runner pid=7, ip=10.0.0.2)     max: .inf',
    '(Runner pid=7, ip=10.0.0.2)     min: -1',
    '(Runner pid=7, ip=10.0.0.2) [prompt] What?',
    '(Runner pid=7, ip=10.0.0.2) [output] Step 70',
    '(Runner pid=7, ip=10.0.0.2) Step 71',
    '(Runner pid=7, ip=10.0.0.2) a: 1',
    '(Runner pid=7, ip=10.0.0.2) ValueError: of the model',
    '(Runner pid=7, ip=10.0.0.2) [ground_truth] 1',
    '(Runner pid=7, ip=10.0.0.2) [score] 0.0',
    'ray.exceptions.RayTaskError(ValueError): ray::Runner.run() (pid=7)',
    'ValueError: Total available GPUs 0 is less than total desired GPUs 8.',
    '',
  ].join('\n');

  it('tells steps under prefixes, and no model’s words', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        const reader = new ConsoleReader();
        const facts = [...pieces(log, places).flatMap((piece) => reader.push(piece)), ...reader.end()];
        expect(
          facts.map((fact) =>
            fact.type === 'metrics'
              ? { step: fact.line.step, values: Object.fromEntries(fact.line.values) }
              : fact,
          ),
        ).toEqual([
          { type: 'total', steps: 12 },
          { type: 'loaded', step: 4 },
          {
            step: 5,
            values: {
              'actor/grad_norm': NaN,
              'actor/lr': 1e-6,
              'timing_per_token_ms/gen': 0.125,
              'critic/score/max': Infinity,
              'critic/score/min': -1,
            },
          },
          { step: 6, values: { 'reward/overall': 99 } },
        ]);
        expect(reader.lastError).toBe(
          'ValueError: Total available GPUs 0 is less than total desired GPUs 8.',
        );
      }),
      { numRuns: 50 },
    );
  });

  it('never throws, and comes to an end with hostile lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => void new ConsoleReader().push(parts.join('\nStep 1\n'))),
    );
    const reader = new ConsoleReader();
    for (const line of [
      '('.repeat(1e6),
      `Load from checkpoint: ${'global_step_'.repeat(1e5)}`,
      `${'a.'.repeat(1e6)}Error`,
      `a: ${'1'.repeat(1e6)}`,
    ])
      ends(() => reader.push(`Step 1\n${line}\n`));
  });
});

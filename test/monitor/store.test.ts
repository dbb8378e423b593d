import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { answerDetail } from '../../src/monitor/answers/detail';
import { readCompared } from '../../src/monitor/answers/folders';
import { answerSamples } from '../../src/monitor/answers/samples';
import { LogTail } from '../../src/monitor/log/tail';
import { RunStore } from '../../src/monitor/store/run-store';
import { discard } from '../fixtures/discard';

let dir: string;
let path: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'stagecraft-store-'));
  path = join(dir, 'events.jsonl');
});
afterAll(() => discard(dir));

const T0 = Date.parse('2026-11-22T10:00:00.000Z');
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
type Line = Readonly<Record<string, unknown>>;
const text = (line: Line | string): string => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`;

/** All that a store knows, as plain values. */
const known = (store: RunStore) => ({
  stages: [...store.stages].map(([id, stage]) => [
    id,
    stage.lastStep,
    stage.totalSteps,
    stage.starts,
    [...stage.columns].map(([name, column]) => {
      const { steps, seconds, values } = column.points('time', 0);
      return [name, [...steps], [...seconds], [...values]];
    }),
  ]),
  marks: store.marks,
  findings: store.findings,
  samples: Array.from({ length: store.samples.length }, (_, i) => store.samples.at(i)),
  points: store.points,
  seconds: store.clock.seconds,
});

async function fromScratch(): Promise<RunStore> {
  const store = new RunStore(dir);
  await store.file.refresh();
  return store;
}

const metricValue = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
  fc.constant('odd'),
);
const stage = fc.constantFrom('see', 'think');
const step = fc.integer({ min: 0, max: 12 });
const line: fc.Arbitrary<Line | string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        stage,
        step,
        fc.constantFrom('metric', 'machine'),
        fc.dictionary(fc.constantFrom('loss', 'kl', '__proto__'), metricValue),
      )
      .map(([id, s, type, values]) => ({ stage: id, type, step: s, values })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(stage, step)
      .map(([id, firstStep]) => ({ stage: id, type: 'started', totalSteps: 12, firstStep, device: 'cpu' })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(stage, step, fc.string()).map(([id, s, response]) => ({
      stage: id,
      type: 'sample',
      step: s,
      sample: { row: `r${s}`, question: 'ü漢', gold: '1', response, reward: { accuracy: 1 } },
    })),
  },
  fc
    .tuple(stage, step)
    .map(([id, s]) => ({ stage: id, type: 'checkpoint', step: s, path: `checkpoints/step-${s}` })),
  fc
    .tuple(stage, fc.constantFrom('F01', 'F02'))
    .map(([id, f]) => ({ stage: id, type: 'finding', severity: 'error', id: f, message: 'so' })),
  fc.constantFrom({ type: 'run-state', state: 'running' }, { type: 'run-state', state: 'stopped' }),
  fc.constantFrom(
    '',
    '{"torn":',
    '[1,2]',
    'null',
    '{"type":"metric","stage":"see","step":-1,"time":"x","values":{}}',
  ),
);

describe('the store of a run', () => {
  it('knows the same whether the file came at once or in any pieces, was cut, or replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.array(fc.nat(400), { maxLength: 8 }),
        fc.option(fc.nat(2000), { freq: 4, nil: undefined }),
        fc.boolean(),
        async (lines, cuts, truncated, replaced) => {
          const bytes = Buffer.from(
            lines.map((one, i) => text(typeof one === 'string' ? one : { time: at(i), ...one })).join(''),
          );
          rmSync(path, { force: true });
          const store = new RunStore(dir);
          await store.file.refresh();
          let begin = 0;
          for (const length of [...cuts, bytes.length]) {
            appendFileSync(path, bytes.subarray(begin, begin + length));
            begin = Math.min(bytes.length, begin + length);
            await store.file.refresh();
          }
          expect(known(store)).toEqual(known(await fromScratch()));
          if (truncated !== undefined && truncated < bytes.length) {
            truncateSync(path, truncated);
            await store.file.refresh();
            expect(known(store)).toEqual(known(await fromScratch()));
          }
          if (replaced) {
            writeFileSync(`${path}.new`, bytes.subarray(0, bytes.indexOf(0x0a) + 1));
            renameSync(`${path}.new`, path);
            await store.file.refresh();
            expect(known(store)).toEqual(known(await fromScratch()));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('takes back what a resumed stage tells again, and does not count the pause', async () => {
    const metric = (s: number, second: number, loss: number | null) => ({
      time: at(second),
      stage: 'see',
      type: 'metric',
      step: s,
      values: { loss },
    });
    const started = (second: number, firstStep: number) => ({
      time: at(second),
      stage: 'see',
      type: 'started',
      totalSteps: 6,
      firstStep,
      device: 'cpu',
    });
    writeFileSync(
      path,
      [
        { time: at(0), type: 'run-state', state: 'running' },
        started(0, 1),
        ...[1, 2, 3, 4].map((s) => metric(s, s, s)),
        { time: at(4), stage: 'see', type: 'checkpoint', step: 2, path: 'a', score: 0.5 },
        { time: at(4), stage: 'see', type: 'checkpoint', step: 4, path: 'b' },
        { time: at(5), stage: 'see', type: 'stage-state', state: 'stopped' },
        { time: at(1000), type: 'run-state', state: 'running' },
        started(1000, 3),
        metric(3, 1001, 30),
        metric(4, 1002, null),
      ]
        .map(text)
        .join(''),
    );
    const store = await fromScratch();
    const loss = store.stages.get('see')!.columns.get('loss')!.points('step', 0);
    expect([...loss.steps]).toEqual([1, 2, 3, 4]);
    expect([...loss.values]).toEqual([1, 2, 30, NaN]);
    expect([...loss.seconds]).toEqual([1, 2, 6, 7]);
    expect(store.marks).toEqual([
      { kind: 'checkpoint', stage: 'see', step: 2, score: 0.5, seconds: 4 },
      { kind: 'ended', stage: 'see', step: 4, state: 'stopped', seconds: 5 },
      { kind: 'resumed', stage: 'see', step: 3, seconds: 5 },
    ]);
    expect(store.points).toBe(4);
  });

  it('passes over a line without an end that grows too long, and goes on behind it', async () => {
    const metric = text({ time: at(1), stage: 'see', type: 'metric', step: 1, values: { loss: 1 } });
    writeFileSync(path, metric);
    const store = await fromScratch();
    appendFileSync(path, 'y'.repeat(9 * 2 ** 20));
    await store.file.refresh();
    appendFileSync(path, `yy\n${metric}`);
    await store.file.refresh();
    expect(store.points).toBe(2);
    expect(known(await fromScratch())).toEqual(known(store));
  });
});

describe('samples', () => {
  it('are read from the file by page, stage, row, words and outcome', async () => {
    const sample = (id: string, s: number, row: string, response: string, accuracy: number | null) =>
      text({
        time: at(s),
        stage: id,
        type: 'sample',
        step: s,
        sample: { row, question: 'How many?', gold: '3', response, reward: { accuracy } },
      });
    writeFileSync(
      path,
      sample('see', 1, 'a', 'Drei', 1) +
        sample('see', 2, 'b', 'vier 漢', 0) +
        sample('think', 1, 'a', 'drei', 1) +
        sample('think', 2, 'c', 'x', null),
    );
    const store = await fromScratch();
    const ask = async (more: object) => {
      const { total, samples } = await answerSamples({ run: dir, offset: 0, count: 10, ...more }, store, 1);
      return [total, samples.map((one) => `${one.stage} ${one.step} ${one.sample.row}`)];
    };
    expect(await ask({})).toEqual([4, ['think 2 c', 'think 1 a', 'see 2 b', 'see 1 a']]);
    expect(await ask({ offset: 1, count: 2 })).toEqual([4, ['think 1 a', 'see 2 b']]);
    expect(await ask({ stage: 'see' })).toEqual([2, ['see 2 b', 'see 1 a']]);
    expect(await ask({ row: 'a' })).toEqual([2, ['see 1 a', 'think 1 a']]);
    expect(await ask({ search: 'DREI' })).toEqual([2, ['think 1 a', 'see 1 a']]);
    expect(await ask({ search: '漢' })).toEqual([1, ['see 2 b']]);
    expect(await ask({ outcome: 'wrong' })).toEqual([1, ['see 2 b']]);
    rmSync(path);
    expect(await ask({})).toEqual([0, []]);
  });
});

describe('what samples alone can tell', () => {
  const sample = (s: number, response: string, accuracy: number | null, id = 'see') =>
    text({
      time: at(1),
      stage: id,
      type: 'sample',
      step: s,
      sample: { row: `r${s}`, question: '', gold: '', response, reward: { accuracy } },
    });
  const started = (firstStep: number) =>
    text({
      time: at(2),
      stage: 'see',
      type: 'started',
      totalSteps: 9,
      firstStep,
      device: 'cpu',
    });
  const rows = async (store: RunStore, more: object) =>
    (await answerSamples({ run: dir, offset: 0, count: 1000, ...more }, store, 1)).samples.map(
      (one) => `${one.stage} ${one.sample.row} ${one.sample.response}`,
    );

  it('is read once, also when the run grows', async () => {
    writeFileSync(path, sample(1, 'drei', 1) + sample(2, 'vier', 0));
    const store = await fromScratch();
    expect(await rows(store, { search: 'dre' })).toEqual(['see r1 drei']);
    expect(await rows(store, { outcome: 'wrong' })).toEqual(['see r2 vier']);
    // The same places hold other words now: whoever reads them again would find them.
    const changed = sample(1, 'DREI', 1) + sample(2, 'drei', 1);
    writeFileSync(path, changed, { flag: 'r+' });
    appendFileSync(path, sample(3, 'dreizehn', 1));
    await store.file.refresh();
    expect(await rows(store, { search: 'dre' })).toEqual(['see r3 dreizehn', 'see r1 DREI']);
    expect(await rows(store, { search: 'drei' })).toEqual(['see r3 dreizehn', 'see r1 DREI']);
    expect(await rows(store, { outcome: 'right' })).toEqual(['see r3 dreizehn', 'see r1 DREI']);
    expect(await rows(store, { search: 'dreiz', outcome: 'right' })).toEqual(['see r3 dreizehn']);
  });

  it('is what a look at each sample finds, whatever was asked before and taken back', async () => {
    const word = fc.constantFrom('a', 'ab', 'abc', 'b', 'c', 'B ');
    const grown = fc.record({
      lines: fc.array(
        fc.oneof(
          {
            weight: 5,
            arbitrary: fc.tuple(
              fc.nat(8),
              word,
              fc.constantFrom(0, 1, null),
              fc.constantFrom('see', 'think'),
            ),
          },
          { weight: 1, arbitrary: fc.nat(8) },
        ),
        { maxLength: 12 },
      ),
      search: fc.option(word, { nil: undefined }),
      outcome: fc.constantFrom('right' as const, 'wrong' as const, undefined),
      stage: fc.constantFrom('see', undefined),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(grown, { minLength: 1, maxLength: 5 }), async (turns) => {
        writeFileSync(path, '');
        const store = await fromScratch();
        for (const { lines, search, outcome, stage: id } of turns) {
          for (const one of lines)
            appendFileSync(path, typeof one === 'number' ? started(one) : sample(...one));
          await store.file.refresh();
          const all = await rows(await fromScratch(), {});
          const right = await rows(store, {
            ...(search === undefined ? {} : { search }),
            ...(outcome === undefined ? {} : { outcome }),
            ...(id === undefined ? {} : { stage: id }),
          });
          const places = Array.from({ length: store.samples.length }, (_, i) => store.samples.at(i));
          expect(all).toHaveLength(places.length);
          const bytes = readFileSync(path);
          const expected = places
            .map(({ offset, length, stage: own }) => ({
              own,
              ...(JSON.parse(bytes.subarray(offset, offset + length).toString()) as {
                sample: { row: string; response: string; reward: { accuracy: number | null } };
              }),
            }))
            .filter(({ own }) => id === undefined || own === id)
            .filter(({ sample: { response } }) =>
              response.toLowerCase().includes((search ?? '').trim().toLowerCase()),
            )
            .filter(
              ({ sample: { reward } }) =>
                outcome === undefined || reward.accuracy === (outcome === 'right' ? 1 : 0),
            )
            .map(({ own, sample: { row, response } }) => `${own} ${row} ${response}`)
            .reverse();
          expect(right).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('tells of a run that was made to be endless only what a person can look at', async () => {
  const run = mkdtempSync(join(tmpdir(), 'stagecraft-endless-'));
  try {
    const long = 'x'.repeat(100_000);
    const finding = (i: number) => ({
      time: at(i),
      stage: 'see',
      type: 'finding',
      severity: 'error',
      id: `${i}`,
      message: long,
      evidence: long,
      more: long,
    });
    const metrics = (i: number) => ({
      time: at(i),
      stage: `stage-${i}`,
      type: 'metric',
      step: 1,
      values: Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`metric-${i}-${k}`, k])),
    });
    const lines = Array.from({ length: 60 }, (_, i) => [
      finding(i),
      metrics(i),
      { ...metrics(i), stage: long },
    ]);
    writeFileSync(join(run, 'events.jsonl'), lines.flat().map(text).join(''));
    const store = new RunStore(run);
    await store.file.refresh();
    const { summary } = await readCompared(run);
    const detail = answerDetail(summary, undefined, store, [], 1);
    expect(detail.findings).toHaveLength(60);
    expect(detail.metrics).toHaveLength(1000);
    expect(JSON.stringify(detail).length).toBeLessThan(600_000);
  } finally {
    discard(run);
  }
});

it.runIf(process.platform !== 'win32')('waits for nobody where pipes lie in place of files', async () => {
  const odd = mkdtempSync(join(tmpdir(), 'stagecraft-pipes-'));
  try {
    for (const name of ['events.jsonl', 'log.txt']) execFileSync('mkfifo', [join(odd, name)]);
    const store = new RunStore(odd);
    expect(await store.file.refresh()).toBe(false);
    expect(await new LogTail(join(odd, 'log.txt'), 10).next()).toBe('');
  } finally {
    discard(odd);
  }
});

it('answers with samples of bounded size, however long the texts are', async () => {
  const run = mkdtempSync(join(tmpdir(), 'stagecraft-long-'));
  try {
    const response = 'x'.repeat(1_000_000);
    const sample = (step: number) => ({
      row: 'r',
      question: 'q',
      gold: 'g',
      response: `${step} ${response}`,
      reward: {},
    });
    const lines = Array.from({ length: 30 }, (_, step) =>
      text({ time: at(step), stage: 'see', type: 'sample', step, sample: sample(step) }),
    );
    writeFileSync(join(run, 'events.jsonl'), lines.join(''));
    const store = new RunStore(run);
    await store.file.refresh();
    const answer = await answerSamples({ run, offset: 0, count: 30 }, store, 1);
    expect(answer.samples).toHaveLength(30);
    expect(answer.samples[0]?.sample.response).toBe(`29 ${response}`);
    expect(JSON.stringify(answer).length).toBeLessThan(5_000_000);
    expect(answer.samples[29]?.sample.response).toMatch(/^0 x+\.\.\. \(\d+ characters left out\)$/);
  } finally {
    discard(run);
  }
});

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/cli/command';
import type { MakeSpending } from '../../../src/protocol';
import { discard } from '../../fixtures/discard';
import { pythonFor } from '../../python/environment';
import { serveTiny, type Served } from '../../python/serve';
import { record, type Exchange, type Recorder } from './recorder';
import { askedDataset, CAPTIONS, FROM_CAPTIONS, servedWorkspace } from './workspace';

const python = pythonFor('making data against the server of transformers');
const FILE = 'real.curriculum.yaml';
const ROLLOUTS = 3;
/** Three arms and the rollouts of every question. */
const ALL = (3 + ROLLOUTS) * CAPTIONS;
const DESCRIPTION = 'Description of the image';
const UNREADABLE = /^The (?:reply|JSON of the reply) (?:was cut off|holds no|is empty)/;

/** Two datasets of the same captions: questions of a file, and of a writer that writes noise. */
const curriculum = (url: string, model: string): string => `curriculum: 1
name: real
model: micro-vlm
engine: embedded
reward: boxed-answer
models:
  tiny: { url: "${url}", model: "${model}", concurrency: 2 }
datasets:
  ${askedDataset('tiny', `rollouts: ${ROLLOUTS}, temperature: 1.0, max_tokens: 8`)}
  written:
    capability: perception
    make:
      ${FROM_CAPTIONS}
      questions: { by: tiny, kinds: [spatial, detail], per_image: 2, max_tokens: 24 }
      answer_with: [tiny]
stages:
  - id: see
    data: asked
    steps: 1
`;

// The model's weights are random, so what it says is noise; its server reads and answers as servers do.
describe.runIf(python !== undefined)('a dataset made against the server of transformers', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-serve-')));
  let served: Served | undefined;
  let recorder: Recorder | undefined;

  beforeAll(async () => {
    served = await serveTiny(python ?? '', folder);
    recorder = await record(served.url);
  }, 180_000);
  afterAll(async () => {
    await recorder?.stop();
    await served?.stop();
    discard(folder);
  });

  it('has every question answered in three ways and rated, and nothing is asked twice', async () => {
    const { url, exchanges } = recorder!;
    const space = servedWorkspace(curriculum(url, served!.model));
    const make = async (): Promise<string> => {
      const { code, stdout, stderr } = await space.cli('make', FILE, '--dataset', 'asked');
      expect(code, stdout + stderr).toBe(0);
      return stdout;
    };
    const told = await make();
    // It knows no `n`: that is found out, and the rest asked for one by one.
    expect(told).toContain('several are asked for one by one');
    expect(exchanges.map(({ status }) => status)).toEqual(Array(ALL).fill(200));

    const answers = exchanges.filter(({ temperature }) => temperature === 0);
    expect(answers).toHaveLength(3 * CAPTIONS);
    const described = answers.filter(({ text }) => text.startsWith(DESCRIPTION));
    const seen = answers.filter(({ images }) => images.length > 0);
    const blind = answers.filter((one) => !described.includes(one) && !seen.includes(one));
    expect([described.length, seen.length, blind.length]).toEqual([CAPTIONS, CAPTIONS, CAPTIONS]);
    expect(described.every(({ images }) => images.length === 0)).toBe(true);
    // Every picture once, and below what is given the same words.
    expect(new Set(seen.flatMap(({ images }) => images)).size).toBe(CAPTIONS);
    expect(new Set(seen.map(({ text }) => text))).toEqual(new Set(blind.map(({ text }) => text)));
    for (const { text } of blind)
      expect(
        described.filter((one) => one.text.endsWith(text)),
        text,
      ).toHaveLength(1);
    // As the server counted them, the picture costs tokens and so does the caption.
    for (const { text, tokens } of blind)
      for (const other of [...seen, ...described].filter((one) => one.text.endsWith(text)))
        expect(other.tokens.input).toBeGreaterThan(tokens.input);

    const rollouts = exchanges.filter(({ temperature }) => temperature === 1);
    expect(rollouts).toHaveLength(ROLLOUTS * CAPTIONS);
    expect(rollouts.every(({ images, maxTokens }) => images.length === 1 && maxTokens === 8)).toBe(true);
    expect(new Set(rollouts.map(({ seed, text }) => `${seed} ${text}`)).size).toBe(ROLLOUTS * CAPTIONS);

    const { figures, spending } = space.manifest('asked');
    expect(figures.outcomes.map(({ arm }) => arm)).toEqual(['image', 'description', 'neither']);
    for (const { counts } of figures.outcomes)
      expect([counts.right, counts.missing, counts.wrong + counts.unparsable]).toEqual([0, 0, CAPTIONS]);
    expect(figures.difficulty).toMatchObject({ rollouts: ROLLOUTS * CAPTIONS });
    const spent = spentOn(exchanges);
    expect(spending).toEqual([{ model: 'tiny', requests: ALL, cached: 0, failed: 0, ...spent }]);

    const rows = space.rows('asked');
    expect(rows).toHaveLength(CAPTIONS);
    for (const { predictions, correctness, pass_rate, pass_rate_low, pass_rate_high } of rows) {
      expect(predictions).toHaveLength(ROLLOUTS);
      const right = (correctness as boolean[]).filter(Boolean).length;
      expect([(correctness as boolean[]).length, pass_rate]).toEqual([ROLLOUTS, right / ROLLOUTS]);
      expect(Number(pass_rate_high)).toBeGreaterThan(Number(pass_rate_low));
    }

    // Two of one row may be alike by chance: the server draws for all requests from one source.
    const texts = rows.flatMap(({ predictions }) => predictions as string[]);
    expect(new Set(texts).size).toBeGreaterThan(CAPTIONS);

    // What is made is not asked for again, nor what is forgotten but kept by its content.
    await make();
    const resumed = await space.cli('resume');
    expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
    expect(exchanges).toHaveLength(ALL);
    rmSync(join(space.root, 'data', 'asked', '.make'), { recursive: true });
    await make();
    expect(exchanges).toHaveLength(ALL);
    expect(space.rows('asked')).toEqual(rows);
    const [paid] = space.manifest('asked').spending;
    expect(paid).toMatchObject({ requests: 0, failed: 0, tokens: { input: 0, output: 0 } });
    expect(paid!.cached).toBeGreaterThan(3 * CAPTIONS);
  }, 240_000);

  it('by its own questions has none, and every caption says why', async () => {
    const { url, exchanges } = recorder!;
    const space = servedWorkspace(curriculum(url, served!.model));
    const from = exchanges.length;
    const { code, stdout, stderr } = await space.cli('make', FILE, '--dataset', 'written', '--json');
    // All went well, and there is nothing to train on.
    expect(code, stdout + stderr).toBe(EXIT.empty);
    expect(stderr).toContain('written: No row was kept: of 12 that came in 12 fell at `write`');
    const asked = exchanges.slice(from);
    // Noise is asked for anew once, with another seed; nobody is asked about questions that are not there.
    expect(asked.map(({ status }) => status)).toEqual(Array(2 * CAPTIONS).fill(200));
    expect(asked.every(({ images }) => images.length === 0)).toBe(true);
    expect(new Set(asked.map(({ seed, text }) => `${seed} ${text}`)).size).toBe(2 * CAPTIONS);
    const { funnel, spending, rows, warnings } = space.manifest('written');
    const wrote = funnel.find(({ step }) => step === 'write');
    expect(wrote).toMatchObject({ in: 2 * CAPTIONS, out: 0 });
    const reasons = wrote?.dropped ?? [];
    expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(2 * CAPTIONS);
    for (const { reason } of reasons) expect(reason).toMatch(UNREADABLE);
    const spent = spentOn(asked);
    expect(spending).toEqual([{ model: 'tiny', requests: 2 * CAPTIONS, cached: 0, failed: 0, ...spent }]);
    expect(rows).toEqual({});
    expect(warnings.join(' ')).toContain('No row is left to train on');

    const again = await space.cli('make', FILE, '--dataset', 'written', '--json');
    expect(again.code, again.stderr).toBe(EXIT.empty);
    expect(exchanges).toHaveLength(from + 2 * CAPTIONS);
  }, 240_000);
});

/** What the server counted. */
function spentOn(exchanges: readonly Exchange[]): Pick<MakeSpending, 'tokens'> {
  const sum = (kind: 'input' | 'output'): number =>
    exchanges.reduce((all, { tokens }) => all + tokens[kind], 0);
  expect(sum('input')).toBeGreaterThan(0);
  expect(sum('output')).toBeGreaterThan(0);
  return { tokens: { input: sum('input'), output: sum('output') } };
}

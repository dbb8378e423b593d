import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot, type MadeManifest } from '../../../src/protocol';
import { readItems } from '../../../src/results';
import { listRuns } from '../../../src/runs';
import { workspace } from '../support/context';
import { runCli } from './cli';

const EXAMPLE = join(packageRoot(), 'examples', 'shape-math');
const FILE = 'chain.curriculum.yaml';

/** Datasets that are made of one another, and of what the model gets wrong once it is trained on them. */
const CURRICULUM = `curriculum: 1
name: chain
model: micro-vlm
engine: embedded
prompt: prompts/question.jinja
reward: boxed-answer
datasets:
  pictures:
    capability: perception
    train: data/perception-train.jsonl
    test: data/perception-test.jsonl
  first:
    capability: perception
    make:
      captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data
      limit: 12
      questions: { file: data/questions.jsonl }
      answer_with: [base]
      keep: NOT right_blind
    difficulty: { by: base, rollouts: 4 }
  second:
    capability: perception
    make: { from: first, keep: pass_rate < 1 }
  third:
    capability: perception
    make: { from: [second, pictures], keep: pass_rate > 0, split: { test: 0.2 } }
  missed:
    capability: perception
    make: { failures: last }
    difficulty: { by: base, rollouts: 2 }
defaults: { batch: 8, rollouts: 2, max_prompt_length: 64, max_response_length: 20, seed: 7 }
stages:
  - { id: see, data: third, steps: 2 }
`;

type Row = Readonly<Record<string, unknown>>;

const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

function chainWorkspace(): string {
  const root = workspace();
  mkdirSync(join(root, '.stagecraft'));
  for (const name of ['data', 'prompts']) cpSync(join(EXAMPLE, name), join(root, name), { recursive: true });
  for (const split of ['train', 'test']) {
    const file = join(root, 'data', `perception-${split}.jsonl`);
    writeFileSync(file, `${linesOf(file).slice(0, 24).join('\n')}\n`);
  }
  writeFileSync(join(root, FILE), CURRICULUM);
  return root;
}

// Everything as a user has it: the command line, the shipped model, its training, its mistakes.
it('datasets are made from datasets, then from what the trained model gets wrong', async () => {
  const root = chainWorkspace();
  const cli = async (code: number, ...args: string[]): Promise<string> => {
    const done = await runCli(root, args);
    expect(done.code, `${args.join(' ')}\n${done.stdout}${done.stderr}`).toBe(code);
    return done.stdout;
  };
  const rows = (dataset: string, split = 'train'): readonly Row[] =>
    linesOf(join(root, 'data', dataset, `${split}.jsonl`)).map((line) => JSON.parse(line) as Row);
  const manifest = (dataset: string): MadeManifest =>
    JSON.parse(readFileSync(join(root, 'data', dataset, 'made.json'), 'utf8')) as MadeManifest;

  const plan = await cli(0, 'make', FILE, '--dry-run');
  expect(plan).toContain('first  not made yet');
  // 48 of the 408 questions of 102 captions, three ways; of a third of them four rollouts.
  expect(plan).toContain('12 captions, 48 questions.');
  expect(plan).toContain('144 requests to answer (48 with the image), 60 requests to measure pass rates');
  expect(plan).toContain('on this machine, so they cost time alone');
  expect(plan).toContain('About 15 rows (a guess: first is not made yet).');
  expect(plan).toContain('About 29 rows (a guess: second is not made yet).');
  expect(plan).toContain('its source cannot be counted before it is read');
  expect(existsSync(join(root, 'data', 'first'))).toBe(false);

  // Nothing has failed yet, and it says what to do.
  expect(await cli(1, 'make', FILE, '--dataset', 'missed')).toMatch(
    /missed: failed: No run of chain\.curriculum\.yaml has predictions.*Run the curriculum/,
  );

  // What it is made from is made before it.
  await cli(0, 'make', FILE, '--dataset', 'third');
  const [first, second] = [rows('first'), rows('second')];
  const third = [...rows('third'), ...rows('third', 'test')];
  expect(first.length).toBeGreaterThan(second.length);
  const unsolved = first.filter(({ pass_rate }) => Number(pass_rate) < 1);
  expect(second.map(({ source, pass_rate }) => [source, pass_rate])).toEqual(
    unsolved.map(({ id, pass_rate }) => [`first/${String(id)}`, pass_rate]),
  );
  for (const [i, row] of second.entries()) {
    const from = unsolved[i]!;
    for (const name of ['problem', 'answer', 'images', 'caption', 'kind'])
      expect(row[name], name).toEqual(from[name]);
  }
  const ids = new Set(second.map(({ id }) => `second/${String(id)}`));
  const sources = third.map(({ source }) => String(source));
  expect(sources.some((source) => ids.has(source))).toBe(true);
  expect(sources.every((source) => ids.has(source) || source.startsWith('pictures/'))).toBe(true);
  expect(third.every(({ pass_rate }) => Number(pass_rate) > 0)).toBe(true);
  const pictures = (split: string): ReadonlySet<string> =>
    new Set(rows('third', split).flatMap(({ images }) => images as string[]));
  expect([...pictures('test')].filter((image) => pictures('train').has(image))).toEqual([]);
  expect(manifest('third').rows).toEqual({ train: rows('third').length, test: rows('third', 'test').length });
  expect(await cli(0, 'make', FILE, '--dataset', 'second,third', '--dry-run')).toContain(
    `${second.length + 24} rows.`,
  );

  // A real run, its predictions, and what is wrong among them.
  await cli(0, 'run', FILE);
  const [run] = await listRuns(root).then((all) =>
    all.flatMap((reading) =>
      reading.ok && reading.run.stages.some(({ id }) => id === 'see') ? reading.run : [],
    ),
  );
  const made = await cli(0, 'make', FILE, '--dataset', 'missed');
  expect(made).toMatch(/made from held-out rows of .*: once trained on, they are no measure any more/);
  const wrong: string[] = [];
  const signal = new AbortController().signal;
  for await (const item of readItems(join(run!.dir, 'audit'), { where: 'correct = false', signal }))
    wrong.push(`${item.dataset}/${item.row}`);
  expect(wrong.length).toBeGreaterThan(0);
  const missed = rows('missed');
  const fell = manifest('missed').funnel.flatMap(({ dropped }) => dropped);
  expect(missed.length + fell.reduce((sum, { count }) => sum + count, 0)).toBe(wrong.length);
  for (const { source, predictions, pass_rate } of missed) {
    expect(wrong).toContain(source);
    expect((predictions as string[]).length).toBe(2);
    expect(typeof pass_rate).toBe('number');
  }
}, 400_000);

import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/language';
import { makeDataset } from '../../../src/make/make';
import { armOf } from '../answer/support';
import { FIXED, linesOf } from '../rate/support';
import { jsonl, makeContext, workspace, write, type TestContext } from '../support/context';
import { pngOf } from '../support/pictures';
import { startScripted, type Scripted } from '../support/scripted-server';

const COUNT = 6;
const RIGHT = '\\boxed{7}';
const WRONG = '\\boxed{8}';
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pictureOf = (root: string, i: number): string => join(root, 'data', 'images', `${i}.png`);

/** Six rows with a picture each; the model sees what it should in every picture but the first. */
async function world(more: { cache?: boolean } = {}): Promise<{ context: TestContext; server: Scripted }> {
  const root = workspace();
  const unseen = sha(pngOf(0));
  const server = await startScripted({
    reply: ({ images }) => (images[0] === unseen || images.length === 0 ? WRONG : RIGHT),
  });
  const rows = Array.from({ length: COUNT }, (_, i) => ({
    id: `r${i}`,
    problem: `<image>How many in picture ${i}?`,
    answer: '7',
    images: [`images/${i}.png`],
    caption: `Seven things, number ${i}.`,
  }));
  for (let i = 0; i < COUNT; i += 1) write(pictureOf(root, i), pngOf(i));
  const path = write(join(root, 'data', 'rows.jsonl'), jsonl(rows));
  const first: Dataset = {
    id: 'first',
    capability: 'perception',
    train: { kind: 'file', text: path, path },
    columns: {},
  };
  const context = await makeContext({
    root,
    dataset: 'new',
    models: { vlm: server.url, writer: server.url },
    make: { source: { kind: 'datasets', ids: ['first'] }, keep: 'right_from_image' },
    difficulty: { ...FIXED, rollouts: 2, boundaries: [] },
    curriculum: { datasets: [first], reward: { kind: 'builtin', name: 'boxed-answer' } },
    ...more,
  });
  return { context, server };
}

const keptIds = ({ made }: TestContext): readonly string[] =>
  linesOf(join(made.to, 'train.jsonl')).map((row) => (row as { source: string }).source);

const notes = ({ news }: TestContext): readonly string[] =>
  news.flatMap((one) => (one.type === 'note' ? [one.words] : []));

describe('a picture', () => {
  it('that is replaced under its path is asked about again, and no other', async () => {
    const { context, server } = await world();
    const { root } = context;
    await makeDataset(context);
    expect(keptIds(context)).not.toContain('first/r0');
    expect(keptIds(context)).toHaveLength(COUNT - 1);
    const before = server.requests.length;
    const rates = statSync(join(context.made.to, 'train.jsonl')).size;
    expect(rates).toBeGreaterThan(0);

    // Nothing has changed: nothing is asked.
    await makeDataset(await context.again());
    expect(server.requests).toHaveLength(before);

    // The first and the second change places: each now shows what the other did.
    for (const [path, number] of [[pictureOf(root, 0), 1] as const, [pictureOf(root, 1), 0] as const]) {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, pngOf(number));
      // As a copy with its time, and of the same size: neither tells that it is another.
      utimesSync(path, atime, mtime);
    }
    const again = await context.again();
    const manifest = await makeDataset(again);
    expect(keptIds(again)).toContain('first/r0');
    expect(keptIds(again)).not.toContain('first/r1');
    const asked = server.requests.slice(before);
    // Both from the image, and the rollouts of the one that is kept now; captions and blind are as they were.
    expect(asked.every((request) => armOf(request) === 'image')).toBe(true);
    expect(new Set(asked.map(({ images }) => images[0]))).toEqual(new Set([sha(pngOf(0)), sha(pngOf(1))]));
    expect(asked.some(({ n, temperature }) => n > 1 || temperature === 1)).toBe(true);
    expect(notes(again)).toContain(
      'The pictures of 2 questions have changed since they were asked: these are asked again.',
    );
    expect(manifest.figures.outcomes.find(({ arm }) => arm === 'image')?.counts).toEqual({
      right: COUNT - 1,
      wrong: 1,
      unparsable: 0,
      missing: 0,
    });

    // Back again: what was said of it is known.
    writeFileSync(pictureOf(root, 0), pngOf(0));
    const asMany = server.requests.length;
    const back = await context.again();
    await makeDataset(back);
    expect(keptIds(back)).not.toContain('first/r0');
    expect(server.requests).toHaveLength(asMany);
    expect(notes(back)).toContain(
      'The picture of a question has changed since it was asked: it is asked again.',
    );
  });

  it('of a rated row that is replaced is rated again', async () => {
    const { context, server } = await world();
    await makeDataset(context);
    const before = server.requests.length;
    writeFileSync(pictureOf(context.root, 3), pngOf(99));
    await makeDataset(await context.again());
    const asked = server.requests.slice(before);
    expect(asked.map(({ images }) => images[0])).toEqual(asked.map(() => sha(pngOf(99))));
    expect(asked.filter(({ temperature }) => temperature === 1).length).toBeGreaterThan(0);
    expect(asked.filter(({ temperature }) => temperature === 0)).toHaveLength(1);
  });

  it('that was touched and shows the same is not asked about again', async () => {
    const { context, server } = await world();
    await makeDataset(context);
    const before = server.requests.length;
    for (let i = 0; i < COUNT; i += 1) writeFileSync(pictureOf(context.root, i), pngOf(i));
    const again = await context.again();
    await makeDataset(again);
    expect(server.requests).toHaveLength(before);
    expect(notes(again).filter((words) => words.includes('changed'))).toEqual([]);
  });

  it('that is gone or broken leaves what was answered, and falls', async () => {
    const { context, server } = await world();
    await makeDataset(context);
    const before = server.requests.length;
    writeFileSync(pictureOf(context.root, 2), 'no image');
    const again = await context.again();
    const { funnel } = await makeDataset(again);
    expect(server.requests).toHaveLength(before);
    expect(keptIds(again)).not.toContain('first/r2');
    expect(funnel.find(({ step }) => step === 'source')?.dropped).toMatchObject([
      { reason: 'an image cannot be read', count: 1 },
    ]);
  });

  it('that is broken for a while leaves no mark on the rates of its row', async () => {
    const { context: other, server } = await world();
    const { root } = other;
    const path = join(root, 'data', 'rows.jsonl');
    const context = await makeContext({
      root,
      dataset: 'own',
      models: { vlm: server.url },
      make: {
        source: { kind: 'own', train: { kind: 'file', text: path, path } },
        answer_with: [],
        keep: 'true',
      },
      difficulty: { ...FIXED, rollouts: 2, boundaries: [] },
      curriculum: { reward: { kind: 'builtin', name: 'boxed-answer' } },
    });
    const rates = (): unknown =>
      Object.fromEntries(
        (linesOf(join(context.made.to, 'train.jsonl')) as { id: string; pass_rate: unknown }[]).map(
          ({ id, pass_rate }) => [id, pass_rate],
        ),
      );
    await makeDataset(context);
    const first = rates();
    expect(first).toMatchObject({ r0: 0, r2: 1 });

    // The rows are read anew while it is broken, so that nothing says what it showed.
    writeFileSync(pictureOf(root, 2), 'no image');
    writeFileSync(
      path,
      readFileSync(path, 'utf8') + jsonl([{ id: 'more', problem: 'How many?', answer: '7' }]),
    );
    await makeDataset(await context.again());
    expect(rates()).not.toMatchObject({ r2: 1 });

    writeFileSync(pictureOf(root, 2), pngOf(2));
    await makeDataset(await context.again());
    expect(rates()).toMatchObject(first as object);
  });
});

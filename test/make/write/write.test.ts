import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lazyDatabase } from '../../../src/data';
import { readMadeManifest, ROW_COLUMNS, type Rate } from '../../../src/make';
import { decide } from '../../../src/make/decide';
import { writeMade } from '../../../src/make/write';
import { answer, question, writeAnswerFile, writeImage, writeQuestionFile } from '../decide/recorded';
import { jsonl, makeContext, write, type TestContext } from '../support/context';

const COUNT = 60;
const OWN = { kind: 'file', text: 'own.jsonl', path: '/nowhere/own.jsonl' } as const;

/** Sixty questions about sixty images of which two thirds are kept, one without any answer, and one that fell. */
async function made(options: Parameters<typeof makeContext>[0] = {}) {
  const context = await makeContext({
    make: { answer_with: ['a', 'b'], split: { val: 0.2, test: 0.2 } },
    ...options,
  });
  return { context, ...(await remade(context)) };
}

async function remade(context: TestContext) {
  const { to } = context.made;
  const questions = Array.from({ length: COUNT }, (_, at) =>
    question(at, {
      images: [writeImage(context.root, at)],
      caption: `Thing ${at} is blue.`,
      kind: at % 2 === 0 ? 'spatial' : 'detail',
      answer: 'ABCD'[at % 4] ?? 'A',
      // A model may write anything.
      question: at === 4 ? 'Is there an <image> of <image>? "\u0000\u2028' : `What is thing ${at}?`,
      carried: { level: at, note: at % 3 === 0 ? null : 'n' },
    }),
  );
  const file = writeQuestionFile(to, questions, [
    {
      source: 'fell',
      place: 99,
      questions: [],
      fallen: [{ step: 'write', reason: 'the reply holds no question', detail: 'x' }],
    },
  ]);
  const answers = ['a', 'b'].map((model) =>
    writeAnswerFile(
      to,
      model,
      questions.flatMap(({ id }, at) =>
        at === 7
          ? [answer(id, 'image', 'missing', { reason: 'timeout' })]
          : [
              answer(id, 'image', 'missing'),
              answer(id, 'image', at % 3 === 0 ? 'right' : 'wrong'),
              answer(id, 'description', 'right'),
              answer(id, 'neither', 'wrong'),
            ],
      ),
    ),
  );
  const decided = await decide(context, file, answers);
  const rates = questions.map(({ id }, at): Rate => ({
    q: id,
    predictions: ['x', 'y', at === 5 ? '' : 'z'],
    correctness: at === 8 ? [null, null, null] : [true, false, at === 5 ? null : false],
  }));
  const path = write(join(to, '.make', 'rates-test.jsonl'), jsonl(rates));
  const manifest = await writeMade(context, { file, answers, decided, rates: path, spending: [] });
  return { manifest, questions };
}

const rowsOf = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a written dataset', () => {
  it('has no problem that our own checks, or EasyR1’s loader, would find', async () => {
    const { context, manifest } = await made({
      difficulty: { by: 'a', rollouts: 3, adaptive: true, boundaries: [], temperature: 1, top_p: 1 },
    });
    const { to } = context.made;
    const [dataset] = context.curriculum.datasets;
    if (dataset === undefined) throw new Error('no dataset');
    const sources = [];
    for (const split of ['train', 'val', 'test'] as const) {
      const path = join(to, `${split}.jsonl`);
      const { made: _made, ...plain } = dataset;
      const asked = { ...plain, train: dataset.train, [split]: { kind: 'file' as const, text: path, path } };
      const { source, problems } = await context.data.resolve(asked, split);
      expect(problems).toEqual([]);
      if (source !== undefined) sources.push(source);
    }
    expect(sources).toHaveLength(3);
    expect(
      (await context.data.check(sources, { forEasyr1: true })).map(
        ({ code, message }) => `${code} ${message}`,
      ),
    ).toEqual([]);
    const rows = (['train', 'val', 'test'] as const).flatMap((split) => rowsOf(join(to, `${split}.jsonl`)));
    const columns = new Set(rows.map((row) => Object.keys(row).join(' ')));
    expect([...columns]).toEqual([
      'id problem answer images caption options kind capability source level note predictions correctness pass_rate pass_rate_low pass_rate_high',
    ]);
    // 40 wrong from the image, but for one that was never answered and one that no rollout of could be graded
    expect(rows).toHaveLength(38);
    expect(manifest.funnel.at(-1)).toMatchObject({ step: 'rate', in: 39, out: 38 });
    expect(rows.find(({ level }) => level === 5)).toMatchObject({
      correctness: [true, false, null],
      pass_rate: 0.5,
    });
    const images = rows.flatMap((row) => row.images as string[]);
    expect(new Set(images).size).toBe(rows.length);
    expect(images.every((path) => existsSync(join(to, path)))).toBe(true);
    expect(rows.find(({ level }) => level === 4)?.problem).toMatch(/^<image>Is there an\s+of\s*\?/u);
    expect(await readMadeManifest(to)).toEqual({ kind: 'made', manifest });
    expect(manifest.figures.difficulty).toMatchObject({ rollouts: 114, saved: 0 });
    expect(manifest.figures.positions).toEqual(
      Object.fromEntries(
        ['A', 'B', 'C', 'D'].map((letter) => [letter, rows.filter((row) => row.answer === letter).length]),
      ),
    );
    expect(manifest.figures.agreement[0]).toMatchObject({
      models: ['a', 'b'],
      same: { count: 59, of: 59 },
      kappa: 1,
    });
    expect(manifest.warnings.join(' ')).toContain('rows are left to train on');
  });

  it('shows every question in rows.parquet, kept or not, with its answers and why', async () => {
    const { context, manifest } = await made();
    const database = lazyDatabase([context.root]);
    try {
      const file = `read_parquet('${join(context.made.to, 'rows.parquet')}')`;
      const columns = await database.all(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${file})`);
      expect(columns.flat()).toEqual(Object.keys(ROW_COLUMNS));
      const rows = await database.all(
        `SELECT i, id, kept, step, reason, outcomes, len(answers)::INTEGER FROM ${file} ORDER BY i`,
      );
      expect(rows).toHaveLength(COUNT + 1);
      expect(rows.map(([i]) => i)).toEqual(rows.map((_, at) => at));
      expect(rows[7]).toEqual([
        7,
        question(7).id,
        false,
        'answer',
        'no answer of a from the image: timeout',
        'm--m--',
        2,
      ]);
      expect(rows[6]?.slice(2)).toEqual([false, 'keep', 'a is right from the image', 'rrwrrw', 6]);
      expect(rows[4]?.slice(2)).toEqual([true, null, null, 'wrwwrw', 6]);
      expect(rows[COUNT]?.slice(1, 5)).toEqual(['fell#1', false, 'write', 'the reply holds no question']);
      expect(manifest.funnel[0]).toMatchObject({ step: 'source', in: COUNT + 1 });
    } finally {
      await database.close();
    }
  });

  it('gives equal rows the rollouts of one, and tells no more kinds apart than a reader can', async () => {
    const context = await makeContext({
      make: { answer_with: [], keep: 'true', source: { kind: 'own', train: OWN } },
      difficulty: { by: 'vlm', rollouts: 2, adaptive: false, boundaries: [], temperature: 1, top_p: 1 },
    });
    const { to } = context.made;
    const questions = Array.from({ length: 300 }, (_, at) =>
      question(at % 150, { source: `row ${at}`, kind: `kind ${at % 150}`, carried: { at }, whole: {} }),
    );
    const file = writeQuestionFile(to, questions);
    const rates = questions.slice(0, 150).flatMap(({ id }, at): Rate[] => [
      { q: id, predictions: ['x'], correctness: [false] },
      { q: id, predictions: [`said ${at}`, 'y'], correctness: [true, false] },
    ]);
    const path = write(join(to, '.make', 'rates-test.jsonl'), jsonl(rates));
    const decided = await decide(context, file, []);
    const manifest = await writeMade(context, { file, answers: [], decided, rates: path, spending: [] });
    const rows = rowsOf(join(to, 'train.jsonl'));
    expect(rows.map(({ at, pass_rate }) => [at, pass_rate])).toEqual(rows.map((_, at) => [at, 0.5]));
    expect(rows.map(({ predictions }) => (predictions as string[])[0])).toEqual(
      rows.map((_, at) => `said ${at % 150}`),
    );
    const { kinds } = manifest.figures;
    expect(Object.keys(kinds)).toHaveLength(101);
    expect(kinds['other kinds']).toBe(100);
  });

  it('leaves nothing of an earlier make, and nothing of its own work', async () => {
    const { context } = await made();
    const { to } = context.made;
    expect(existsSync(join(to, 'val.jsonl'))).toBe(true);
    writeFileSync(join(to, 'hand.jsonl'), '');
    const plain = await context.again({ make: { answer_with: ['a', 'b'], split: { val: 0, test: 0 } } });
    const { manifest } = await remade(plain);
    expect(manifest.rows).toEqual({ train: 39 });
    expect(existsSync(join(to, 'val.jsonl'))).toBe(false);
    expect(readdirSync(to).sort()).toEqual([
      '.make',
      'hand.jsonl',
      'made.json',
      'rows.parquet',
      'train.jsonl',
    ]);
    expect(readdirSync(join(to, '.make')).filter((name) => name.startsWith('work-'))).toEqual([]);
    rmSync(join(to, 'hand.jsonl'));
  });
});

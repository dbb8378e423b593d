import { writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftSet } from '../../../src/browse';
import { appendLabel } from '../../../src/audit';
import type { SourceLine } from '../../../src/make';
import { collectRows } from '../../../src/make/sources';
import { putSet, type SomeItem } from '../../browse/support/set';
import { makeContext, workspace, write, type TestContext } from '../support/context';
import { pngOf } from '../support/pictures';

const failures = (root: string, of: string, label?: string): Promise<TestContext> =>
  makeContext({
    root,
    dataset: 'again',
    make: { source: { kind: 'failures', of, ...(label === undefined ? {} : { label }) }, answer_with: [] },
  });

async function linesOf(context: TestContext): Promise<readonly SourceLine[]> {
  const { path } = await collectRows(context);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as SourceLine);
}

async function someSet(root: string): Promise<string> {
  const file = write(join(root, 'images', 'a.png'), pngOf(1));
  const items: readonly SomeItem[] = [
    { row: 'right', correct: true },
    {
      row: 'choice',
      images: [{ file }],
      options: ['2', '3'],
      gold: '3',
      caption: 'Three apples.',
      category: 'count',
    },
    { row: 'gone', images: [{ file: join(root, 'images', 'gone.png') }] },
    { row: 'no gold', gold: ' ' },
    { row: 'text', question: 'What is <image> 1 + 2?' },
    { row: 'unjudged', correct: null },
  ];
  return putSet(root, 'one', items, [join(root, 'images')]);
}

describe('failures of an audit', () => {
  it('become questions, and say that held-out rows are trained on', async () => {
    const root = workspace();
    const set = await someSet(root);
    const context = await failures(root, set);
    const lines = await linesOf(context);
    expect(lines.map(({ source, fallen }) => [source, fallen[0]?.reason])).toEqual([
      ['MathVista_MINI/choice', undefined],
      ['MathVista_MINI/gone', 'an image is missing'],
      ['MathVista_MINI/no gold', 'it has no answer'],
      ['MathVista_MINI/text', undefined],
    ]);
    expect(lines.flatMap(({ questions }) => questions)).toMatchObject([
      {
        question: '<image>How many apples are there?',
        options: ['2', '3'],
        answer: 'B',
        images: [join(root, 'images', 'a.png')],
        caption: 'Three apples.',
        kind: 'count',
        capability: 'visual-reasoning',
      },
      { question: 'What is  1 + 2?', options: [], images: [] },
    ]);
    expect(context.news).toContainEqual(
      expect.objectContaining({
        type: 'note',
        severity: 'warning',
        words: expect.stringContaining('held-out rows of MathVista_MINI') as string,
      }),
    );
    // The stage that the audit browser drafts from the same failures is of the same rows.
    const output = join(root, 'draft.jsonl');
    await draftSet(set, {}, output);
    const drafted = readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; problem: string });
    const kept = lines.flatMap(({ questions }) => questions);
    expect(drafted.map(({ id, problem }) => [id, problem])).toEqual(
      kept.map(({ source, question }) => [source, question]),
    );
  });

  it('are only those with a label where one is asked for, by whichever method', async () => {
    const root = workspace();
    const set = await someSet(root);
    const verdict = {
      method: 'judge',
      confidence: 0.9,
      at: '2026-11-22T10:00:00Z',
      by: 'judge',
      evidence: {},
    };
    writeFileSync(
      join(set, 'judge.jsonl'),
      `${JSON.stringify({ row: 'text', dataset: 'MathVista_MINI', label: 'REAS', ...verdict })}\n{"torn`,
    );
    await appendLabel(set, {
      row: 'choice',
      dataset: 'MathVista_MINI',
      label: 'PERC',
      annotator: 'me',
      at: '2026-11-22T10:00:00Z',
    });
    const sources = async (label: string): Promise<readonly string[]> =>
      (await linesOf(await failures(root, 'one', label))).map(({ source }) => source);
    expect(await sources('PERC')).toEqual(['MathVista_MINI/choice']);
    expect(await sources('REAS')).toEqual(['MathVista_MINI/text']);
    await expect(collectRows(await failures(root, 'one', 'KNOW'))).rejects.toMatchObject({
      name: 'MakeError',
      hint: expect.stringContaining('another label') as string,
    });
  });

  it('of nowhere are told with what to do', async () => {
    const root = workspace();
    await expect(collectRows(await failures(root, 'last'))).rejects.toThrow('has predictions');
    await expect(collectRows(await failures(root, 'never'))).rejects.toThrow(
      'no run and no imported audit never',
    );
    await expect(collectRows(await failures(root, join(root, 'data')))).rejects.toMatchObject({
      name: 'MakeError',
    });
  });
});

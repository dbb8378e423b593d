import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '../../src/plan';
import { openWorkshop, seen, sums, type Workshop } from './workshop';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
  shop.rows('a.jsonl', sums(100));
  shop.rows(
    'b.jsonl',
    sums(64).map((row) => ({ ...row, problem: `other ${JSON.stringify(row)}` })),
  );
});
afterAll(() => shop.close());

const BASE = `curriculum: 1
engine: embedded
datasets:
  a: { capability: perception, train: a.jsonl }
  b: { capability: visual-reasoning, train: b.jsonl }
schedule: { capability: merged }
defaults: { batch: 16, rollouts: 4, freeze: [vision] }
stages:
  - { id: see, data: a }
  - { id: think, data: b }
`;

const summary = (result: Awaited<ReturnType<Workshop['check']>>): string[] =>
  seen(result.problems, result.files);

describe('checking a file with all its variants', () => {
  it('finds the ablation that changes nothing, although its text does', async () => {
    const result = await shop.check(`${BASE}variants:
  frozen: { pooled: { freeze: [vision] } }
  open: { pooled: { freeze: [] } }
  open-too: { defaults: { freeze: [] } }
`);
    expect(summary(result).filter((line) => line.startsWith('SC247'))).toEqual([
      'SC247 warning 12: frozen',
      'SC247 warning 14: open-too',
    ]);
    expect(result.problems.filter(({ code }) => code === 'SC247').map(({ message }) => message)).toEqual([
      'Variant `frozen` is the same run as the curriculum itself',
      'Variant `open-too` is the same run as `open`',
    ]);
  });

  it('says each problem once, and which variant alone has it', async () => {
    const result = await shop.check(`${BASE}variants:
  long: { pooled: { epochs: 3 } }
  big: { pooled: { batch: 200, epochs: 1 } }
  wrong: { stages: [see, thinc] }
`);
    expect(summary(result).filter((line) => line.includes(' error '))).toEqual([
      'SC240 error 13: 200',
      'SC202 error 14: thinc',
    ]);
    const noStep = result.problems.find(({ code }) => code === 'SC240');
    expect(noStep?.related?.map(({ message }) => message)).toEqual(['in variant `big`']);
    expect(
      new Set(
        result.problems.map((problem) => JSON.stringify([problem.code, problem.message, problem.place])),
      ).size,
    ).toBe(result.problems.length);
  });

  it('sorts by place in the file, then data files', async () => {
    shop.rows('c.jsonl', [...sums(20), { problem: 'no answer', answer: null, pass_rate: 0.5 }]);
    const result = await shop.check(
      BASE.replace('a.jsonl', 'c.jsonl').replace(
        'data: b',
        "data: b, where: nothing < 1, until: 'val_reward > 1'",
      ),
    );
    const lines = result.problems.map(({ place }) => [place.file, place.range?.start.line ?? -1] as const);
    const own = lines.filter(([file]) => file.endsWith('.yaml'));
    expect(lines.slice(0, own.length)).toEqual(own);
    expect(own.map(([, line]) => line)).toEqual(own.map(([, line]) => line).sort((a, b) => a - b));
    expect(lines.length).toBeGreaterThan(own.length);
  });

  it('checks one variant, or the text as written, or the text alone', async () => {
    const yaml = `${BASE}variants: { big: { pooled: { batch: 200, epochs: 1 } } }\n`;
    expect((await shop.check(yaml, 'big')).problems.map(({ code }) => code)).toContain('SC240');
    const file = `${shop.folder}/test.curriculum.yaml`;
    const written = await checkFile(file, { data: shop.data });
    expect(written.problems.map(({ code }) => code)).not.toContain('SC240');
    expect(written.plans).toHaveLength(1);
    const text = await checkFile(file, { data: shop.data, variant: 'all', checkData: false });
    expect(text.plans).toEqual([]);
    expect(text.files[0]?.text).toBe(readFileSync(file, 'utf8'));
  });

  it('stops when it is told to', async () => {
    shop.write('test.curriculum.yaml', BASE);
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(
      checkFile(`${shop.folder}/test.curriculum.yaml`, { data: shop.data, signal: stop }),
    ).rejects.toThrow('enough');
  });

  it('lives with a file that means nothing', async () => {
    const result = await shop.check('- just\n- a list\n');
    expect(result.plans).toEqual([]);
    expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true);
  });
});

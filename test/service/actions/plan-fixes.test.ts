import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openBench, PNG, type Bench } from './mending';

let bench: Bench;
const rows = (count: number, row: (n: number) => object): string =>
  Array.from({ length: count }, (_, n) => `${JSON.stringify(row(n))}\n`).join('');

beforeAll(async () => {
  bench = await openBench();
  const sum = (n: number): object => ({ problem: `${n} + 1 = ?`, answer: String(n + 1) });
  bench.write('pictures/a.png', PNG);
  bench.write(
    'rows.jsonl',
    rows(64, (n) => ({ ...sum(n), rate: n / 64, model_response: `It is \\boxed{${n + 1}}.` })),
  );
  bench.write(
    'other.jsonl',
    rows(64, (n) => ({ ...sum(n + 500) })),
  );
  bench.write(
    'val.jsonl',
    rows(8, (n) => sum(n + 900)),
  );
  bench.write(
    'seen.jsonl',
    rows(16, (n) => ({ problem: `<image> ${n}?`, answer: String(n), picture_file: 'pictures/a.png' })),
  );
});
afterAll(() => bench.close());

/** Two stages of the embedded engine; more goes between the data and the defaults. */
const text = (more: string, see = '', think = '', sets = ''): string => `curriculum: 1
model: micro-vlm
engine: embedded
datasets:
  rows: { capability: perception, train: rows.jsonl${sets} }
  other: { capability: textual-reasoning, train: other.jsonl }
${more}defaults: { batch: 16, rollouts: 8, max_prompt_length: 40, max_response_length: 20 }
stages:
  - { id: see, data: rows${see} }
  - { id: think, data: other${think} }
`;
const SEEN = `curriculum: 1
engine: embedded
datasets: { seen: { capability: perception, train: seen.jsonl } }
stages: [{ id: see, data: seen, batch: 8 }]
`;

describe('quick fixes of plans and data', () => {
  it.each([
    ['SC241', text('', ', until: val_accuracy > 0.9'), 'Remove `until`', '{ id: see, data: rows }'],
    [
      'SC245',
      text('schedule: { capability: ordered }\npooled: { epochs: 3 }\n'),
      'Go through the order once: `pooled: { epochs: 1 }`',
      'pooled: { epochs: 1 }',
    ],
    [
      'SC246',
      text('schedule: { capability: merged }\n', ', order: answer'),
      'Remove `order`',
      'data: rows }',
    ],
    [
      'SC248',
      text('schedule: { capability: merged }\n', ', kl: 0.05', ', kl: 0.05'),
      'Set `pooled: { kl: 0.05 }` as in all stages',
      'pooled: { kl: 0.05 }',
    ],
    [
      'SC250',
      text('', ', where: rate ≤ 0.5'),
      'Write it in SQL: `AND`, `OR`, `=`, `DESC`',
      'where: rate <= 0.5',
    ],
    [
      'SC250',
      text('', ', order: rate descending'),
      'Write it in SQL: `AND`, `OR`, `=`, `DESC`',
      'order: rate DESC',
    ],
    [
      'SC253',
      text('', ', where: rate == rate && rate < 2'),
      'Write it in SQL: `AND`, `OR`, `=`, `DESC`',
      'where: rate = rate AND rate < 2',
    ],
    ['SC254', text('', `, where: "rate < '0,5'"`), 'Write the number `0.5`', 'rate < 0.5'],
    ['SC254', text('', ", where: rate < '50%'"), 'Write the number `0.5`', 'where: rate < 0.5'],
    ['SC254', text('', ", where: rate < abs('2')"), 'Write the number `2`', 'where: rate < abs(2)'],
    ['SC300', text('', ', validate: vall.jsonl'), 'Change to `val.jsonl`', 'validate: val.jsonl'],
    ['SC330', SEEN, 'Read the images from the column `picture_file`', 'columns: { images: picture_file }'],
    [
      'SC382',
      text('schedule: { difficulty: easy-to-hard }\n', '', ', order: answer'),
      'Read the pass rate from the column `rate`',
      'columns: { difficulty: rate }',
    ],
    [
      'SC386',
      text('', ', method: sft'),
      'Read the response of `rows` from the column `model_response`',
      'columns: { response: model_response }',
    ],
  ] as const)('%s', async (code, broken, title, becomes) => {
    const [first] = await bench.mend(broken, code);
    expect(first?.title).toBe(title);
    expect(first?.text).toContain(becomes);
  });
});

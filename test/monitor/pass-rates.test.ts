import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDataEngine, type DataEngine, type DataSource } from '../../src/data';
import { summarise } from '../../src/monitor/answers/pass-rates';
import { discard } from '../fixtures/discard';

let folder: string;
let data: DataEngine;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-rates-')));
  data = await openDataEngine({ folders: [folder] });
});
afterAll(async () => {
  await data.close();
  discard(folder);
});

const source = (rows: readonly unknown[], difficulty?: string): DataSource => {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const columns = { question: 'q', answer: 'a', ...(difficulty === undefined ? {} : { difficulty }) };
  return {
    dataset: 'd',
    capability: 'perception',
    split: 'train',
    path,
    format: 'jsonl',
    images: folder,
    columns,
  };
};
const row = (rate: unknown, kind = 'x') => ({ q: 'q', a: 'a', rate, kind });

it('counts the rows that a condition leaves, by rate; what is no rate is unknown', async () => {
  const rows = [0, 0.2, 0.2, 1, null, 'odd', 1.5, 1 / 3].map((rate) => row(rate));
  const given = source([...rows, row(0.9, 'y')], 'rate');
  const counts = await data.passRates({ source: given, where: "kind = 'x'" });
  expect(counts).toEqual([
    { rate: 0, rows: 1 },
    { rate: 0.2, rows: 2 },
    { rate: 0.333, rows: 1 },
    { rate: 1, rows: 1 },
    { rate: null, rows: 3 },
  ]);
  const { bins, unknown, band } = summarise(counts);
  expect(bins.flatMap((count, bin) => (count === 0 ? [] : [[bin, count]]))).toEqual([
    [0, 1],
    [4, 2],
    [6, 1],
    [19, 1],
  ]);
  expect(unknown).toBe(3);
  expect(band).toEqual([0, 0.2, 1]);
});

it('says of rows without a pass rate that it is unknown', async () => {
  const counts = await data.passRates({ source: source([row(0.5), row(0.6)]) });
  expect(summarise(counts)).toEqual({ bins: new Array<number>(20).fill(0), unknown: 2 });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '../../../src/plan';
import { atDatasets, codeActions, FIXES } from '../../../src/service';
import { nearBatches } from '../../../src/service/actions/fixes/plan';
import { openKnown, type OpenKnown } from '../known';
import { snapshotAt } from '../snapshot';
import { diagnosticsOf, edited } from './support';

let folder = '';
let known: OpenKnown;
const file = (): string => join(folder, 'm.curriculum.yaml');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-fixes-'));
  mkdirSync(join(folder, 'data/pictures'), { recursive: true });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  writeFileSync(join(folder, 'data/pictures/a.png'), png);
  const rows = Array.from({ length: 20 }, (_, n) =>
    JSON.stringify({ problem: `<image> ${n}?`, answer: String(n), images: ['a.png'], pass_rate: n / 20 }),
  );
  writeFileSync(join(folder, 'data/rows.jsonl'), `${rows.join('\n')}\n`);
  const open = await openKnown(folder);
  // Columns are read from the head of a file, whatever the curriculum calls them.
  known = { ...open, columns: (dataset, split) => open.data.columns(dataset, split) };
});
afterAll(async () => {
  await known.close();
  rmSync(folder, { recursive: true });
});

const text = (dataset: string, stage = '', more = ''): string => `curriculum: 1
datasets:
  rows: { capability: perception, ${dataset} }
${more}stages:
  - id: see
    data: rows
    batch: 4
${stage}`;

const GOOD = 'train: data/rows.jsonl, images: data/pictures';

/** Codes of all that data and plan say, and the text after the first fix of the code asked for. */
async function mend(
  written: string,
  code: string,
): Promise<{ readonly title: string; readonly text: string; readonly left: number }> {
  writeFileSync(file(), written);
  const problems = async () => {
    const snapshot = snapshotAt(file());
    const found = await checkFile(file(), { data: known.data });
    return { snapshot, all: diagnosticsOf(snapshot, atDatasets(found.problems, snapshot.checked.base)) };
  };
  const { snapshot, all } = await problems();
  const own = all.filter((one) => one.code === code);
  expect(own, JSON.stringify(all.map((one) => [one.code, one.message]))).not.toHaveLength(0);
  const [action] = await codeActions(snapshot, own[0]!.range, own.slice(0, 1), known, ['quickfix']);
  const mended = edited(snapshot, action?.edit?.changes?.[snapshot.uri] ?? []);
  writeFileSync(file(), mended);
  const after = (await problems()).all.filter((one) => one.code === code);
  return { title: action?.title ?? '', text: mended, left: after.length };
}

describe('quick fixes of data and plans', () => {
  it.each([
    ['SC300', text('train: dta/row.jsonl, images: data/pictures'), 'Change to `data/rows.jsonl`'],
    [
      'SC304',
      text(`${GOOD}, columns: { question: promblem }`),
      'Read the question from the column `problem`',
    ],
    ['SC340', text('train: data/rows.jsonl'), 'Look for the images in `data/pictures`'],
    ['SC251', text(GOOD, '    where: pass_rat < 1\n'), 'Change to `pass_rate`'],
    ['SC251', text(GOOD, '    order: difficulty\n'), 'Change to `pass_rate`'],
    ['SC251', text(GOOD, '    until: val_acuracy > 0.5\n'), 'Change to `val_accuracy`'],
    ['SC253', text(GOOD, '    where: lenn(images) = 1\n'), 'Change to `len`'],
    ['SC256', text(GOOD, '    where: " "\n'), 'Remove `where`'],
    ['SC240', text(GOOD).replace('batch: 4', 'batch: 64'), 'Set `batch: 16` in stage `see` (20 rows)'],
    [
      'SC384',
      text(GOOD, '    order: pass_rate\n').replace('batch: 4', 'batch: 8'),
      'Set `batch: 9` in stage `see` (20 rows, 2 left over)',
    ],
    [
      'SC243',
      text(`${GOOD}, val: data/rows.jsonl`, '    validate_every: 2\n    save_every: 3\n'),
      'Set `save_every: 4`',
    ],
    [
      'SC242',
      text(GOOD, '  - { id: more, data: rows, batch: 4, checkpoint: best }\n'),
      'Start from the `last` checkpoint',
    ],
    ['SC249', text(GOOD, '    rollouts: 1\n'), 'Set `rollouts: 5`'],
    ['SC244', text(GOOD, '    validate_every: 2\n'), 'Remove `validate_every`'],
  ] as const)('%s', async (code, broken, title) => {
    const result = await mend(broken, code);
    expect(result.title).toBe(title);
    expect(result.left, result.text).toBe(0);
  });

  it('offers batches that leave few rows, then none', () => {
    expect(nearBatches(100, 16)).toEqual([16, 20]);
    expect(nearBatches(20, 8)).toEqual([9, 10]);
    expect(nearBatches(3, 512)).toEqual([]);
  });

  it('says of every code that has no fix why', () => {
    const without = Object.entries(FIXES).flatMap(([code, rule]) => ('none' in rule ? [code] : []));
    expect(without).toMatchInlineSnapshot(`
      [
        "SC100",
        "SC109",
        "SC117",
        "SC120",
        "SC214",
        "SC221",
        "SC230",
        "SC231",
        "SC233",
        "SC234",
        "SC247",
        "SC252",
        "SC255",
        "SC257",
        "SC264",
        "SC266",
        "SC302",
        "SC305",
        "SC306",
        "SC310",
        "SC311",
        "SC312",
        "SC313",
        "SC320",
        "SC321",
        "SC322",
        "SC323",
        "SC324",
        "SC325",
        "SC326",
        "SC327",
        "SC331",
        "SC332",
        "SC333",
        "SC341",
        "SC342",
        "SC343",
        "SC344",
        "SC350",
        "SC380",
        "SC381",
        "SC383",
        "SC390",
        "SC385",
        "SC387",
        "SC393",
        "SC394",
        "SC396",
        "SC412",
        "SC413",
        "SC429",
        "SC438",
        "SC439",
        "SC454",
        "SC455",
        "SC445",
        "SC446",
        "SC463",
        "SC464",
        "SC465",
        "SC560",
        "SC561",
        "SC562",
        "SC563",
      ]
    `);
  });
});

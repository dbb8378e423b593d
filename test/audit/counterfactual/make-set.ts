import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultItem } from '../../../src/results';
import { SetWriter, moveInto } from '../../../src/results/set/writer';
import { PNG } from '../../endpoints/pictures';

/** An item of a seeded model: row `fault-number`, whose picture holds the number. */
export interface SeededItem {
  readonly fault: string;
  readonly number: number;
  readonly caption?: string | null;
  readonly image?: 'missing' | 'none';
  readonly dataset?: string;
}

/** Writes an audit set of these items; `right` ones are right, all others wrong. Returns its folder. */
export async function makeSet(root: string, items: readonly SeededItem[]): Promise<string> {
  const images = join(root, 'images');
  mkdirSync(images, { recursive: true });
  const writer = await SetWriter.open(join(root, 'sets'));
  await writer.add(items.map((item) => itemOf(item, images)));
  await writer.finish({
    id: 'seeded',
    title: 'seeded',
    kind: 'import',
    model: 'seeded',
    problems: [],
    images: { folders: [images] },
    made: { from: root, size: 0, modified: 0 },
  });
  const dir = join(root, 'sets', 'seeded');
  await moveInto(writer.draft, dir, ['items.parquet', 'audit.json']);
  await writer.abandon();
  return dir;
}

function itemOf(
  { fault, number, caption, image, dataset = 'cards' }: SeededItem,
  images: string,
): ResultItem {
  const file = join(images, `${number}.png`);
  if (image === undefined) writeFileSync(file, Buffer.concat([PNG, Buffer.from(`number ${number}`)]));
  const described =
    caption === undefined ? `A card that shows the number ${number}.` : (caption ?? undefined);
  const right = fault === 'right';
  return {
    row: `${fault}-${number}`,
    dataset,
    capability: 'perception',
    question: `<image>Item ${fault}-${number}: which one follows?`,
    options: [],
    gold: String(number + 1),
    goldText: String(number + 1),
    response: `\\boxed{${right ? number + 1 : 0}}`,
    correct: right,
    length: 4,
    counted: true,
    truncated: false,
    k: 1,
    right: right ? 1 : 0,
    images: image === 'none' ? [] : [image === 'missing' ? { missing: `there is no ${file}` } : { file }],
    ...(described === undefined ? {} : { caption: described }),
    model: 'seeded',
    kind: 'table',
    source: join(images, 'rows.jsonl'),
  };
}

/** So many of each fault, numbers apart. */
export const many = (faults: readonly string[], each: number): readonly SeededItem[] =>
  faults.flatMap((fault, i) =>
    Array.from({ length: each }, (_, j) => ({ fault, number: 1_000 * (i + 1) + 10 * j })),
  );

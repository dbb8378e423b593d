/**
 * Writes the shape-math example: `npx tsx scripts/shape-math/generate.ts [folder] [seed]`. The same seed gives the same
 * bytes. Pass rates come from `pass-rates.json`, which `pass-rate.ts` measures.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { captionQuestions, captions } from './captions';
import { png } from './draw';
import { random } from './random';
import { DATASETS, example, SPLITS, type Example, type Picture } from './rows';

export const SEED = 2605;
export const FOLDER = join(__dirname, '..', '..', 'examples', 'shape-math', 'data');
export const PASS_RATES = join(__dirname, 'pass-rates.json');

export function measuredPassRates(): ReadonlyMap<string, number> {
  if (!existsSync(PASS_RATES)) return new Map();
  const { rates } = JSON.parse(readFileSync(PASS_RATES, 'utf8')) as { rates: Record<string, number> };
  return new Map(Object.entries(rates));
}

/** Name and text of every data file. */
export function dataFiles(made: Example): readonly (readonly [name: string, text: string])[] {
  return DATASETS.flatMap((dataset) =>
    SPLITS.map((split) => {
      const lines = made.rows[dataset][split].map((row) => `${JSON.stringify(row)}\n`);
      return [`${dataset}-${split}.jsonl`, lines.join('')] as const;
    }),
  );
}

/** Name and text of what a perception dataset is made from. The questions have a seed of their own. */
export function recipeFiles(
  pictures: readonly Picture[],
  seed: number,
): readonly (readonly [name: string, text: string])[] {
  const text = (lines: readonly object[]): string =>
    lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return [
    ['captions.jsonl', text(captions(pictures))],
    ['questions.jsonl', text(captionQuestions(pictures, random(seed)))],
  ];
}

async function main(folder: string, seed: number): Promise<void> {
  const made = example(random(seed), measuredPassRates());
  await rm(join(folder, 'images'), { recursive: true, force: true });
  await mkdir(join(folder, 'images'), { recursive: true });
  let bytes = 0;
  for (const [i, { name, scene }] of made.pictures.entries()) {
    const picture = await png(scene, random(seed + 1 + i));
    bytes += picture.length;
    await writeFile(join(folder, name), picture);
  }
  for (const [name, text] of [...dataFiles(made), ...recipeFiles(made.pictures, seed)]) {
    bytes += Buffer.byteLength(text);
    await writeFile(join(folder, name), text);
  }
  console.log(`${String(made.pictures.length)} pictures, ${(bytes / 1e6).toFixed(2)} MB in ${folder}`);
}

if (require.main === module) void main(process.argv[2] ?? FOLDER, Number(process.argv[3] ?? SEED));

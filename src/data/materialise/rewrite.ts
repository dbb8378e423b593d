import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../context';
import { sniffFormat } from '../images/sniff';
import { readRows } from '../rows';
import { toSample } from '../samples';
import type { Sink } from '../store/write';
import type { ImageRef, Sample } from '../types';
import { relativeImage } from './folder';
import type { OpenQuery } from './order';

/** Columns of a rewritten file: the roles' own names. */
export const REWRITTEN_COLUMNS = {
  id: 'id',
  question: 'question',
  answer: 'answer',
  images: 'images',
  caption: 'caption',
  difficulty: 'difficulty',
  options: 'options',
  response: 'response',
  scene: 'scene',
} as const;

/** Called for each rewritten row with where its line lies. */
type OnRow = (source: number, row: number, start: number, end: number) => void;

/**
 * Writes the kept rows of all sources, in file order, as JSON lines under the roles' names with `dataset` and
 * `capability`; embedded images become files in `images/` beside the output.
 */
export async function rewriteRows(
  context: Context,
  queries: readonly OpenQuery[],
  output: string,
  imageFolder: string | undefined,
  sink: Sink,
  onRow: OnRow,
): Promise<number> {
  let rows = 0;
  for (const [index, { opened, where }] of queries.entries()) {
    for await (const row of readRows(context, opened, { where })) {
      const sample = await toSample(context, opened, row);
      const images: string[] = [];
      for (const [position, image] of sample.images.entries()) {
        const path = await imageFile(image, output, `${index}-${row.row}-${position}`);
        images.push(relativeImage(imageFolder, path));
      }
      const bytes = Buffer.from(`${JSON.stringify(rewritten(sample, images))}\n`);
      const start = sink.size;
      await sink.write(bytes);
      onRow(index, row.row, start, start + bytes.length - 1);
      rows++;
    }
  }
  return rows;
}

const rewritten = (sample: Sample, images: readonly string[]): Readonly<Record<string, unknown>> => ({
  id: sample.id,
  dataset: sample.dataset,
  capability: sample.capability,
  question: sample.question,
  answer: sample.answer,
  images,
  caption: sample.caption,
  difficulty: sample.difficulty,
  options: sample.options,
  response: sample.response,
  scene: sample.scene,
});

async function imageFile(image: ImageRef, output: string, name: string): Promise<string> {
  if (image.kind === 'file') return image.path;
  const folder = join(dirname(output), 'images');
  const path = join(folder, `${name}.${sniffFormat(image.bytes) ?? 'bin'}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, image.bytes);
  return path;
}

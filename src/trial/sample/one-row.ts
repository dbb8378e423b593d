import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource, ImageRef, Sample } from '../../data';

/**
 * Writes one row as a data file of its own, so that an engine answers it like any other: whatever the row's file calls
 * its columns, here they have the roles' names. Images embedded in the row are written beside it.
 */
export async function writeOneRow(sample: Sample, folder: string): Promise<DataSource> {
  const { id, dataset, capability, question, answer, options } = sample;
  const images: string[] = [];
  for (const [i, image] of sample.images.entries()) images.push(await imagePath(image, folder, i));
  const row = { id, question, answer, images, ...(options === undefined ? {} : { options }) };
  const path = join(folder, 'row.jsonl');
  await writeFile(path, `${JSON.stringify(row)}\n`);
  return {
    dataset,
    capability,
    split: 'test',
    path,
    format: 'jsonl',
    images: folder,
    columns: {
      id: 'id',
      question: 'question',
      answer: 'answer',
      images: 'images',
      ...(options === undefined ? {} : { options: 'options' }),
    },
  };
}

async function imagePath(image: ImageRef, folder: string, number: number): Promise<string> {
  if (image.kind === 'file') return image.path;
  const home = join(folder, 'images');
  await mkdir(home, { recursive: true });
  const path = join(home, `image-${number}`);
  await writeFile(path, image.bytes);
  return path;
}

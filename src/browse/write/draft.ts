import { dirname, isAbsolute, relative, sep } from 'node:path';

import { writeAtomically } from '../../data';
import { Refusal, type AuditResult } from '../../protocol';
import type { IndexedItem } from '../../results';
import type { PictureOf } from '../detail/item';
import type { SetStore } from '../store/set-store';
import { itemsInOrder } from './items';
import { put } from './export';

/** Stands in a question where an image goes, as in every training file. */
const IMAGE = '<image>';

/**
 * Writes items as training rows (`id`, `problem`, `answer`, `options`, `images` relative to the file, `caption`, and
 * where they came from). Rows that could teach nothing are left out: without an answer to check, or with an image that
 * is not there. Rejects with a `Refusal` when none is left.
 */
export async function draftRows(
  store: SetStore,
  indices: Int32Array,
  output: string,
  pictureOf: PictureOf,
): Promise<AuditResult<'draftRows'>> {
  const datasets = new Set<string>();
  const capabilities = new Map<string, number>();
  let heldOut = false;
  let rows = 0;
  await writeAtomically(output, async (sink) => {
    for await (const items of itemsInOrder(store, indices)) {
      for (const item of items) {
        const images = await imagePaths(store, item, dirname(output), pictureOf);
        if (images === undefined || item.gold.trim() === '') continue;
        await put(sink, `${JSON.stringify(trainingRow(item, images))}\n`);
        datasets.add(item.dataset);
        capabilities.set(item.capability, (capabilities.get(item.capability) ?? 0) + 1);
        heldOut ||= isHeldOut(item);
        rows += 1;
      }
    }
    if (rows === 0) {
      throw new Refusal(
        'None of these items can be trained on: they have no answer, or their images are missing',
        'Choose other items.',
      );
    }
  });
  const [most] = [...capabilities].sort(([, a], [, b]) => b - a);
  return { rows, datasets: [...datasets], capability: most?.[0] ?? '', heldOut };
}

function trainingRow(item: IndexedItem, images: readonly string[]): Readonly<Record<string, unknown>> {
  const { row, dataset, question, gold, options, caption } = item;
  const marks = question.split(IMAGE).length - 1;
  // As many marks as images: engines refuse a row where the two differ.
  const problem =
    marks === images.length
      ? question
      : `${IMAGE.repeat(images.length)}${question.replaceAll(IMAGE, '').trim()}`;
  return {
    id: `${dataset}/${row}`,
    problem,
    answer: gold,
    ...(options.length === 0 ? {} : { options }),
    images,
    ...(caption === undefined ? {} : { caption }),
    from: { dataset, row },
  };
}

/** Paths of an item's images as the file at `folder` names them; absent when one is not there. */
async function imagePaths(
  store: SetStore,
  item: IndexedItem,
  folder: string,
  pictureOf: PictureOf,
): Promise<readonly string[] | undefined> {
  const paths: string[] = [];
  for (const location of item.images) {
    const picture = await pictureOf(store.dir, location).catch(() => undefined);
    if (picture === undefined || !('file' in picture)) return undefined;
    const way = relative(folder, picture.file);
    paths.push(isAbsolute(way) ? picture.file : way.split(sep).join('/'));
  }
  return paths;
}

/**
 * Whether a row is measured on elsewhere: our own predictions, benchmarks' files and EasyR1's generations are of
 * held-out rows; of a table nobody knows, unless its name says that it is of training.
 */
const isHeldOut = ({ kind, dataset, source }: IndexedItem): boolean =>
  kind !== 'table' ||
  !/(?:^|[^a-z])train(?:ing)?(?:[^a-z]|$)/iu.test(`${dataset} ${source.split(/[\\/]/u).at(-1) ?? ''}`);

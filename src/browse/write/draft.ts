import { dirname, isAbsolute, relative, sep } from 'node:path';

import { writeAtomically } from '../../data';
import { Refusal, type AuditResult } from '../../protocol';
import { imageFiles, isHeldOut, markedQuestion, type IndexedItem } from '../../results';
import type { PictureOf } from '../detail/item';
import type { SetStore } from '../store/set-store';
import { itemsInOrder } from './items';
import { put } from './export';

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
  return {
    id: `${dataset}/${row}`,
    problem: markedQuestion(question, images.length),
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
  const files = await imageFiles(store.dir, item, pictureOf);
  return files?.map((file) => {
    const way = relative(folder, file);
    return isAbsolute(way) ? file : way.split(sep).join('/');
  });
}

import { join } from 'node:path';
import { itemKey, readVerdicts, type Verdicts } from '../../audit';
import type { MakeSource } from '../../language';
import { imageFiles, isHeldOut, markedQuestion, readItems, SET_FILES, type IndexedItem } from '../../results';
import type { MakeContext } from '../types';
import { FALLS, type Collected, type RowSource } from './collected';
import { findSet } from './find-set';
import { optionsOf } from './options';
import { stampOf } from './stamp';

type Failures = Extract<MakeSource, { kind: 'failures' }>;

/** Items of an audit that the model got wrong, those with a label where one is asked for. */
export async function failureRows(context: MakeContext, from: Failures): Promise<RowSource> {
  const set = await findSet(context, from.of);
  const verdicts = from.label === undefined ? undefined : await readVerdicts(set);
  const heldOut = new Set<string>();
  let total = 0;
  for await (const item of wrongItems(set, from, verdicts, context.signal)) {
    total += 1;
    if (isHeldOut(item)) heldOut.add(item.dataset);
  }
  const files = [SET_FILES.items, SET_FILES.counterfactual, SET_FILES.judge, SET_FILES.labels];
  const stamps = await Promise.all(files.map((name) => stampOf(join(set, name))));
  return {
    depends: ['failures', set, from.label ?? null, stamps],
    total,
    rows: (chosen) => read(set, wrongItems(set, from, verdicts, context.signal), chosen),
    warnings: () =>
      heldOut.size === 0
        ? []
        : [
            `${context.dataset} is made from held-out rows of ${[...heldOut].slice(0, 5).join(', ')}: once trained on, they are no measure any more.`,
          ],
  };
}

async function* wrongItems(
  set: string,
  { label }: Failures,
  verdicts: Verdicts | undefined,
  signal: AbortSignal,
): AsyncGenerator<IndexedItem> {
  for await (const item of readItems(set, { where: 'correct = false', signal })) {
    if (verdicts === undefined || verdicts.shortOf(itemKey(item)).some((one) => one.label === label))
      yield item;
  }
}

async function* read(
  set: string,
  items: AsyncIterable<IndexedItem>,
  chosen: ReadonlySet<number> | undefined,
): AsyncGenerator<Collected> {
  let place = -1;
  for await (const item of items) {
    place += 1;
    if (chosen?.has(place) === false) continue;
    yield await collect(set, item, place);
  }
}

async function collect(set: string, item: IndexedItem, place: number): Promise<Collected> {
  const images = await imageFiles(set, item);
  const column = item.options.length === 0 ? undefined : item.options;
  const asked = optionsOf(item.question, item.gold, column);
  const reason = reasonOf(item, images, asked !== undefined);
  return {
    source: `${item.dataset}/${item.row}`,
    place,
    question: {
      capability: item.capability,
      ...(item.category === undefined ? {} : { kind: item.category }),
      question: markedQuestion(asked?.question ?? item.question, images?.length ?? 0),
      options: asked?.options ?? item.options,
      answer: asked?.answer ?? item.gold,
      images: images ?? [],
      ...(item.caption === undefined ? {} : { caption: item.caption }),
    },
    ...(reason === undefined ? {} : { fallen: { reason } }),
  };
}

function reasonOf(
  { question, gold }: IndexedItem,
  images: readonly string[] | undefined,
  answerable: boolean,
): string | undefined {
  if (images === undefined) return FALLS.missing;
  if (question.trim() === '') return FALLS.question;
  if (gold.trim() === '') return FALLS.answer;
  return answerable ? undefined : FALLS.options;
}

import { Refusal, toFailure, type ItemDetail, type ItemPicture } from '../../protocol';
import type { ImageLocation, IndexedItem } from '../../results';
import type { SetStore } from '../store/set-store';
import { answersOf } from './answers';
import { cutText } from './cut';
import { neighboursOf } from './neighbours';
import { listRows } from './rows';
import { verdictDetails } from './verdict-details';

/** Images of one item that are looked up; a row that claims more is not shown more. */
const MOST_PICTURES = 32;

export type PictureOf = (dir: string, location: ImageLocation) => Promise<ItemPicture>;

/** Everything of one item, its texts cut to what a reader takes. */
export async function itemDetail(
  store: SetStore,
  index: number,
  pictureOf: PictureOf,
  against?: SetStore,
): Promise<ItemDetail> {
  const changes = against === undefined ? undefined : await store.changesSince(against);
  const neighbours = neighboursOf(index, store.columns);
  const [rows, [item], answers] = await Promise.all([
    listRows(store, [index, ...neighbours], changes),
    store.texts.items([index]),
    answersOf(store, index),
  ]);
  const [row, ...beside] = rows;
  if (row === undefined || item === undefined) throw new Refusal(`The set has lost its item ${index}`);
  const [details, pictures, other] = await Promise.all([
    verdictDetails(store, { ...item, response: cutText(item.response) }),
    Promise.all(item.images.slice(0, MOST_PICTURES).map((location) => picture(store, location, pictureOf))),
    against === undefined ? undefined : otherOf(against, changes?.other[index] ?? -1),
  ]);
  return {
    ...row,
    question: cutText(item.question),
    gold: cutText(item.gold),
    goldText: cutText(item.goldText),
    options: item.options.map((option) => cutText(option)),
    response: cutText(item.response),
    answers,
    details,
    pictures,
    neighbours: beside,
    ...(item.extracted === undefined ? {} : { extracted: cutText(item.extracted) }),
    ...(item.category === undefined ? {} : { category: item.category }),
    ...(item.caption === undefined ? {} : { caption: cutText(item.caption) }),
    ...(item.thinking === undefined ? {} : { thinking: cutText(item.thinking) }),
    ...(item.tool === undefined ? {} : { tool: item.tool }),
    ...(other === undefined ? {} : { other }),
    source: { file: item.source, ...(item.line === undefined ? {} : { line: item.line }) },
  };
}

async function picture(store: SetStore, location: ImageLocation, pictureOf: PictureOf): Promise<ItemPicture> {
  try {
    return await pictureOf(store.dir, location);
  } catch (error) {
    return { missing: toFailure(error).message.split('\n')[0] ?? '' };
  }
}

async function otherOf(against: SetStore, index: number): Promise<ItemDetail['other']> {
  if (index < 0) return undefined;
  const [item] = (await against.texts.items([index])) as readonly (IndexedItem | undefined)[];
  if (item === undefined) return undefined;
  const { response, extracted, correct, length } = item;
  return {
    set: against.dir,
    response: cutText(response),
    correct,
    length,
    verdicts: against.verdicts.of(index),
    ...(extracted === undefined ? {} : { extracted: cutText(extracted) }),
  };
}

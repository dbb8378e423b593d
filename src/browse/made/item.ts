import type { Cell } from '../../data';
import {
  MAKE_ARMS,
  OUTCOMES,
  Refusal,
  type ItemPicture,
  type MadeItem,
  type MakeArm,
  type Outcome,
} from '../../protocol';
import { cutText } from '../detail/cut';
import { findSame, readRows, toRow } from './rows';
import type { MadeStore } from './store';

/** Of one question: more nobody reads, and a row that claims more is not shown more. */
const MOST_PICTURES = 32;
const MOST_OPTIONS = 52;
const MOST_ANSWERS = 200;
const MOST_ROLLOUTS = 256;
const LONGEST_ANSWER = 50_000;

const COLUMNS = [
  'id',
  'question',
  'source',
  'capability',
  'caption',
  'options',
  'answer',
  'images',
  'detail',
  'same',
  'answers',
  'predictions',
  'correctness',
  'rate_low',
  'rate_high',
  'writer',
  'prompt',
  'reply',
] as const;

/** Finds an image by its absolute path, or says why there is none to be shown. */
export type MadePicture = (path: string) => Promise<ItemPicture>;

/** Everything of one question, its texts cut to what a reader takes. */
export async function madeItem(store: MadeStore, index: number, pictureOf: MadePicture): Promise<MadeItem> {
  const [cells] = await readRows(
    store,
    COLUMNS.map((name) => `"${name}"`),
    [index],
  );
  if (cells === undefined) throw new Refusal(`The dataset has lost its question ${index}`);
  const of = Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at]])) as Readonly<
    Record<(typeof COLUMNS)[number], Cell | undefined>
  >;
  const row = toRow(store, index, of.id, typeof of.question === 'string' ? cutText(of.question) : null);
  const note = store.hand.of(row.id)?.note;
  const images = texts(of.images).slice(0, MOST_PICTURES);
  return {
    ...row,
    source: typeof of.source === 'string' ? of.source : '',
    options: texts(of.options)
      .slice(0, MOST_OPTIONS)
      .map((option) => cutText(option)),
    answer: typeof of.answer === 'string' ? cutText(of.answer) : '',
    images: await Promise.all(images.map((path) => pictureOf(path))),
    answers: listOf(of.answers)
      .slice(0, MOST_ANSWERS)
      .flatMap((answer) => answerOf(answer) ?? []),
    ...text('capability', of.capability),
    ...text('caption', of.caption),
    ...text('detail', of.detail),
    ...(typeof of.same === 'string' ? { same: await findSame(store, of.same) } : {}),
    ...predictionsOf(of.predictions, of.correctness),
    ...intervalOf(of.rate_low, of.rate_high),
    ...(note === undefined ? {} : { note }),
    ...(typeof of.writer === 'string'
      ? {
          written: {
            model: of.writer,
            prompt: typeof of.prompt === 'string' ? cutText(of.prompt) : '',
            reply: typeof of.reply === 'string' ? cutText(of.reply) : '',
          },
        }
      : {}),
  };
}

const isArm = (value: unknown): value is MakeArm =>
  typeof value === 'string' && Object.hasOwn(MAKE_ARMS, value);

function answerOf(value: unknown): MadeItem['answers'][number] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { model, arm, outcome, truncated, ...rest } = value as Readonly<Record<string, Cell>>;
  const known = OUTCOMES.find((one): one is Outcome => one === outcome);
  if (typeof model !== 'string' || !isArm(arm) || known === undefined) return undefined;
  return {
    model,
    arm,
    outcome: known,
    ...text('text', rest.text, LONGEST_ANSWER),
    ...text('extracted', rest.extracted, LONGEST_ANSWER),
    ...text('reason', rest.reason, LONGEST_ANSWER),
    ...(truncated === true ? { truncated } : {}),
  };
}

function predictionsOf(
  predictions: Cell | undefined,
  correctness: Cell | undefined,
): Pick<MadeItem, 'predictions'> {
  if (!Array.isArray(predictions)) return {};
  const graded = listOf(correctness);
  return {
    predictions: predictions.slice(0, MOST_ROLLOUTS).map((said, at) => {
      const correct = graded[at];
      return {
        text: typeof said === 'string' ? cutText(said, LONGEST_ANSWER) : '',
        correct: typeof correct === 'boolean' ? correct : null,
      };
    }),
  };
}

const intervalOf = (low: Cell | undefined, high: Cell | undefined): Pick<MadeItem, 'interval'> =>
  typeof low === 'number' && typeof high === 'number' ? { interval: [low, high] } : {};

const listOf = (cell: Cell | undefined): readonly Cell[] => (Array.isArray(cell) ? cell : []);
const texts = (cell: Cell | undefined): readonly string[] =>
  listOf(cell).map((one) => (typeof one === 'string' ? one : ''));

const text = <K extends string>(
  key: K,
  cell: Cell | undefined,
  longest?: number,
): Partial<Record<K, string>> =>
  typeof cell === 'string' && cell !== ''
    ? ({ [key]: cutText(cell, longest) } as Partial<Record<K, string>>)
    : {};

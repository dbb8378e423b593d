import { literal, type Cell, type Row } from '../../data';
import type { MadeItem, MadeRow } from '../../protocol';
import { cutText } from '../detail/cut';
import { textOf } from '../store/texts';
import { HAND_CODES } from './hand';
import type { MadeStore } from './store';
import { outcomesOf, SPLIT_NAMES, STEP_NAMES } from './words';

/** Characters of a question in a list. */
const QUESTION = 300;

/** Questions as a list shows them, in the order of the indices. */
export async function listMade(store: MadeStore, indices: readonly number[]): Promise<readonly MadeRow[]> {
  const found = await readRows(store, ['i', 'id', `left(question, ${QUESTION})`], indices);
  const texts = new Map(found.map(([i, id, question]) => [Number(i), { id, question }]));
  return indices.flatMap((index) => {
    const text = texts.get(index);
    return text === undefined ? [] : [toRow(store, index, text.id, text.question)];
  });
}

/** What the columns say of a question, beside its id and text. */
export function toRow(
  store: MadeStore,
  index: number,
  id: Cell | undefined,
  question: Cell | undefined,
): MadeRow {
  const { columns, hand, manifest } = store;
  const { reason, kind, outcomes } = columns;
  const step = STEP_NAMES[(columns.step[index] ?? 0) - 1];
  const split = SPLIT_NAMES[(columns.split[index] ?? 0) - 1];
  const said = HAND_CODES[(hand.codes[index] ?? 0) - 1];
  const rate = columns.rate[index] ?? Number.NaN;
  const why = reason.names[reason.codes[index] ?? 0] ?? '';
  const sort = kind.names[kind.codes[index] ?? 0] ?? '';
  return {
    index,
    id: textOf(id),
    question: textOf(question),
    kept: columns.kept[index] === 1,
    outcomes: outcomesOf(manifest.models, outcomes.names[outcomes.codes[index] ?? 0] ?? ''),
    ...(sort === '' ? {} : { kind: sort }),
    ...(step === undefined ? {} : { step }),
    ...(why === '' ? {} : { reason: why }),
    ...(split === undefined ? {} : { split }),
    ...(Number.isNaN(rate) ? {} : { rate }),
    ...(said === undefined ? {} : { hand: said }),
  };
}

/** The question of an id; what fell before it had one of its own is not it. */
export async function findSame(
  { database, source }: MadeStore,
  id: string,
): Promise<NonNullable<MadeItem['same']>> {
  const [found] = await database.all(
    `SELECT i, left(question, ${QUESTION}) FROM ${source}
     WHERE id = ${literal(id)} AND question IS NOT NULL ORDER BY i LIMIT 1`,
  );
  const shown = cutText(id, QUESTION);
  return found === undefined
    ? { id: shown }
    : { id: shown, index: Number(found[0]), question: textOf(found[1]) };
}

/** Some columns of some questions, in order. */
export function readRows(
  { database, source }: MadeStore,
  columns: readonly string[],
  indices: readonly number[],
): Promise<readonly Row[]> {
  const list = indices.map(Math.trunc);
  if (list.length === 0) return Promise.resolve([]);
  // The range lets whole groups of rows be passed over; a list of single numbers does not.
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), 0);
  return database.all(
    `SELECT ${columns.join(', ')} FROM ${source}
     WHERE i BETWEEN ${low} AND ${high} AND i IN (${list.join(', ')}) ORDER BY i`,
  );
}

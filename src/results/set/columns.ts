import { asText, type Cell, type Row } from '../../data';
import { isResultKind, type ResultKind } from '../../protocol';
import type { ImageLocation, ResultItem } from '../types';
import { ITEM_COLUMNS } from './layout';

export type ItemColumn = keyof typeof ITEM_COLUMNS;
export const COLUMN_NAMES = Object.keys(ITEM_COLUMNS) as readonly ItemColumn[];

/** Between the options of an item while they are written: a character that no text needs. */
export const SEPARATOR = '\u001f';

/** The longest text that is kept of one field; more is no answer, and is told at its end. */
export const LONGEST_FIELD = 4 * 1024 * 1024;

/** The value of each column for an item; `options` as one text, joined by `SEPARATOR`. */
export const VALUES: Readonly<
  Record<ItemColumn, (item: ResultItem, index: number) => string | number | boolean | null>
> = {
  i: (_item, index) => index,
  row: ({ row }) => row,
  dataset: ({ dataset }) => dataset,
  capability: ({ capability }) => capability,
  category: ({ category }) => category ?? null,
  question: ({ question }) => bounded(question),
  options: ({ options }) =>
    options.length === 0 ? null : options.map((option) => option.replaceAll(SEPARATOR, ' ')).join(SEPARATOR),
  gold: ({ gold }) => bounded(gold),
  gold_text: ({ goldText }) => bounded(goldText),
  response: ({ response }) => bounded(response),
  thinking: ({ thinking }) => (thinking === undefined ? null : bounded(thinking)),
  extracted: ({ extracted }) => (extracted === undefined ? null : bounded(extracted)),
  correct: ({ correct }) => correct,
  tool_correct: ({ tool }) => tool?.correct ?? null,
  tool_by: ({ tool }) => tool?.by ?? null,
  length: ({ length }) => Math.min(Math.max(0, Math.round(length)), 0x7fffffff),
  counted: ({ counted }) => counted,
  truncated: ({ truncated }) => truncated,
  k: ({ k }) => k,
  right_answers: ({ right }) => right,
  images: ({ images }) => JSON.stringify(images),
  caption: ({ caption }) => (caption === undefined ? null : bounded(caption)),
  model: ({ model }) => model,
  kind: ({ kind }) => kind,
  source: ({ source }) => source,
  line: ({ line }) => line ?? null,
};

function bounded(text: string): string {
  if (text.length <= LONGEST_FIELD) return text;
  return `${text.slice(0, LONGEST_FIELD)}\n[cut: ${text.length - LONGEST_FIELD} more characters]`;
}

/** A row of `items.parquet`, its columns in the order of `COLUMN_NAMES`, as an item. */
export function itemOfRow(row: Row): ResultItem & { readonly index: number } {
  const cells = Object.fromEntries(COLUMN_NAMES.map((name, at) => [name, row[at] ?? null])) as Readonly<
    Record<ItemColumn, Cell>
  >;
  const text = (name: ItemColumn): string => asText(cells[name]);
  const optional = <K extends string>(key: K, name: ItemColumn): Readonly<Partial<Record<K, string>>> =>
    (cells[name] === null ? {} : { [key]: text(name) }) as Readonly<Partial<Record<K, string>>>;
  const by = cells.tool_by;
  return {
    index: Number(cells.i),
    row: text('row'),
    dataset: text('dataset'),
    capability: text('capability'),
    ...optional('category', 'category'),
    question: text('question'),
    options: Array.isArray(cells.options) ? cells.options.map(String) : [],
    gold: text('gold'),
    goldText: text('gold_text'),
    response: text('response'),
    ...optional('thinking', 'thinking'),
    ...optional('extracted', 'extracted'),
    correct: flagOf(cells.correct),
    ...(typeof by === 'string' ? { tool: { correct: flagOf(cells.tool_correct), by } } : {}),
    length: Number(cells.length),
    counted: cells.counted === true,
    truncated: cells.truncated === true,
    k: Number(cells.k),
    right: Number(cells.right_answers),
    images: imagesOf(text('images')),
    ...optional('caption', 'caption'),
    model: text('model'),
    kind: kindOf(text('kind')),
    source: text('source'),
    ...(cells.line === null ? {} : { line: Number(cells.line) }),
  };
}

const flagOf = (cell: Cell): boolean | null => (typeof cell === 'boolean' ? cell : null);
const kindOf = (text: string): ResultKind => (isResultKind(text) ? text : 'table');

/** The locations that the column `images` holds; what is none is left out. */
export function imagesOf(json: string): readonly ImageLocation[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.filter(isLocation) : [];
}

function isLocation(value: unknown): value is ImageLocation {
  if (typeof value !== 'object' || value === null) return false;
  const { file, tsv, index, missing } = value as Readonly<Record<string, unknown>>;
  if (typeof tsv === 'string') return typeof index === 'string';
  return typeof file === 'string' || typeof missing === 'string';
}

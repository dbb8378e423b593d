import { relative } from 'node:path';
import { problemOf } from '../prompt';
import { rateOf } from '../rate';
import type { Question, Rate } from '../types';

/** How the rows of one dataset are written: all have the same columns, in the same order. */
export interface RowShape {
  /** Absolute folder that image paths are relative to. */
  readonly images: string;
  /** Names of carried columns, in order. */
  readonly carried: readonly string[];
  readonly rated: boolean;
}

const RATED = ['predictions', 'correctness', 'pass_rate', 'pass_rate_low', 'pass_rate_high'];
const OURS = ['id', 'problem', 'answer', 'images', 'caption', 'options', 'kind', 'capability', 'source'];

/**
 * A row of a training file. A row that is only rated keeps its own columns; other rows have ours, then what they carry.
 * Texts are never null: the JSON reader of Hugging Face takes a column's type from its first rows.
 */
export function trainRow(
  question: Question,
  rate: Rate | undefined,
  shape: RowShape,
): Readonly<Record<string, unknown>> {
  const images = question.images.map((path) => relative(shape.images, path).replaceAll('\\', '/'));
  const carried = question.carried ?? {};
  const taken = new Set([...(question.whole === undefined ? OURS : []), ...(shape.rated ? RATED : [])]);
  const row: [string, unknown][] = [];
  if (question.whole === undefined) {
    row.push(
      ['id', question.id],
      ['problem', problemOf(question)],
      ['answer', question.answer],
      ['images', images],
      ['caption', question.caption ?? ''],
      ['options', question.options],
      ['kind', question.kind ?? ''],
      ['capability', question.capability],
      ['source', question.source],
    );
  }
  const column = question.whole?.images;
  for (const name of shape.carried) {
    if (taken.has(name)) continue;
    const cell = Object.hasOwn(carried, name) ? carried[name] : null;
    row.push([name, name === column ? imageCell(cell, images) : cell]);
  }
  if (shape.rated) row.push(...rated(rate));
  return Object.fromEntries(row);
}

/** Paths in the form that the file had them: one text, or a list. */
function imageCell(cell: unknown, images: readonly string[]): unknown {
  if (images.length === 0) return cell;
  return !Array.isArray(cell) && images.length === 1 ? images[0] : images;
}

function rated(rate: Rate | undefined): readonly [string, unknown][] {
  const { rate: share, low, high } = rateOf(rate ?? { correctness: [] });
  return [
    ['predictions', rate?.predictions ?? []],
    ['correctness', rate?.correctness ?? []],
    ['pass_rate', share],
    ['pass_rate_low', share === null ? null : low],
    ['pass_rate_high', share === null ? null : high],
  ];
}

import { asImages, asText, isObject } from '../../data';
import type { ImageLocation } from '../types';

/** A cell without a value: absent, null, NaN, or a text that only says so. */
export const isBlank = (cell: unknown): boolean =>
  cell === null ||
  cell === undefined ||
  cell === '' ||
  (typeof cell === 'number' && Number.isNaN(cell)) ||
  (typeof cell === 'string' && isBlankText(cell));

/** Trimmed first: an expression would go over white space before a response again from each of its characters. */
const isBlankText = (text: string): boolean => /^(?:nan|none|null)?$/i.test(text.trim());

/** A cell as text; a blank one is the empty text. */
export const textOf = (cell: unknown): string => (isBlank(cell) ? '' : asText(cell));

/** A text as it is written, even when it is the word `None`: an answer may be. */
export const answerText = (cell: unknown): string =>
  cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell)) ? '' : asText(cell);

/** An id as text: `12.0` is 12, as pandas writes whole numbers where a column has gaps. */
export const idOf = (cell: unknown): string =>
  asText(cell)
    .trim()
    .replace(/^(-?\d+)\.0+$/, '$1');

/** A verdict: true and false in any dress, 1 and 0, a share of points (right from one half on); null: it says none. */
export function verdictOf(cell: unknown): boolean | null {
  if (typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return cell !== 0n;
  const text = asText(cell).trim().toLowerCase();
  if (/^(?:true|yes|correct|right)$/.test(text)) return true;
  if (/^(?:false|no|incorrect|wrong)$/.test(text)) return false;
  const number = text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number >= 0.5 : null;
}

/** A list as JSON or as Python prints it; nothing when a text is neither. */
export function listOf(cell: unknown): readonly unknown[] | undefined {
  if (Array.isArray(cell)) return cell as readonly unknown[];
  if (typeof cell !== 'string' || !/^\s*[[(]/.test(cell)) return undefined;
  try {
    const value = JSON.parse(cell) as unknown;
    return Array.isArray(value) ? value : undefined;
  } catch {
    return pythonList(cell);
  }
}

/** `['a', "b", 3]`: texts and numbers, as Python's `repr` writes a list of them. */
function pythonList(text: string): readonly string[] | undefined {
  const body = /^\s*[[(](.*)[\])]\s*$/s.exec(text)?.[1];
  if (body === undefined || body.length > 1_000_000) return undefined;
  const items: string[] = [];
  const item = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,'"[\](){}\s]+))\s*(?:,|$)/gy;
  let end = 0;
  for (let found = item.exec(body); found !== null && found[0] !== ''; found = item.exec(body)) {
    items.push((found[1] ?? found[2] ?? found[3] ?? '').replace(/\\(['"\\])/g, '$1'));
    end = item.lastIndex;
    if (end >= body.length) break;
  }
  return body.slice(end).trim() === '' ? items : undefined;
}

/**
 * Gold answers of which any is right: a list of quoted texts, as pandas writes the list that a benchmark has. A list of
 * numbers is one answer.
 */
export function alternativesOf(answer: string): readonly string[] | undefined {
  if (!/^\s*\[\s*['"]/.test(answer)) return undefined;
  const list = listOf(answer);
  const texts = list?.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
  return texts === undefined || texts.length === 0 || texts.length !== list?.length ? undefined : texts;
}

const LABEL = /^\s{0,4}[([]?([A-Z])[)\].:]{1,2}\s{1,4}(?=\S)/;

/** Options in letter order without their letters: a list, an object by letter, or lines. */
export function optionsOf(cell: unknown): readonly string[] {
  if (isBlank(cell)) return [];
  const list =
    listOf(cell) ?? (isObject(cell) ? Object.values(cell).filter((one) => !isBlank(one)) : undefined);
  const texts = (
    list ??
    asText(cell)
      .split(/\r?\n/u)
      .filter((line) => line.trim() !== '')
  ).map(asText);
  if (list === undefined && texts.length < 2) return [];
  const labelled = texts.every((text, i) => LABEL.exec(text)?.[1] === String.fromCharCode(65 + i));
  return labelled ? texts.map((text) => text.replace(LABEL, '')) : texts;
}

/** Where the images of a cell are; `embedded` says where bytes that lie in the cell itself can be found again. */
export const imageLocations = (
  cell: unknown,
  embedded?: (part: number) => ImageLocation,
): readonly ImageLocation[] =>
  isBlank(cell)
    ? []
    : asImages(listOf(cell) ?? cell).map((image, part): ImageLocation => {
        if (image.kind === 'path') return { file: image.text };
        if (image.kind === 'bytes' && embedded !== undefined) return embedded(part);
        return {
          missing: image.kind === 'bytes' ? 'the image is embedded in the file of results' : image.what,
        };
      });

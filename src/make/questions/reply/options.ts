import { oneLine } from '../text';
import { isLooseList, isLooseObject, type Loose, type LooseObject } from './loose-json';

/** Options as a reply gives them: texts without their letters, and the letters (or numbers) that it gave them. */
export interface GivenOptions {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

/** More options than any question has. */
const MOST = 26;
const LETTERED = /^[(["']?\s*([A-Za-z]|\d{1,2})\s*[)\].:、．，]\s*(.*)$/su;
const TEXT_KEYS = ['text', 'option', 'value', 'content', 'answer', 'choice'] as const;
const NAME_KEYS = ['letter', 'label', 'key', 'id', 'name'] as const;

/** Reads options from a list, an object, or lines of text; `undefined` when they are none of these. */
export function readOptions(value: Loose | undefined): GivenOptions | undefined {
  if (typeof value === 'string') return fromTexts(value.split(/\r?\n/u).filter((line) => line.trim() !== ''));
  if (isLooseObject(value)) return fromObject(value);
  if (!isLooseList(value)) return undefined;
  const items = value.slice(0, MOST + 1);
  if (items.every(isLooseObject)) return fromObjects(items);
  const texts = items.map(scalarText);
  return texts.every((text) => text !== undefined) ? fromTexts(texts) : undefined;
}

/** A text, number or truth value as text. */
export const scalarText = (value: Loose | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? oneLine(String(value))
    : undefined;

function fromObject(value: LooseObject): GivenOptions | undefined {
  const entries = [...value].slice(0, MOST + 1);
  const texts = entries.map(([, text]) => scalarText(text));
  if (!texts.every((text) => text !== undefined)) return undefined;
  return { texts, names: entries.map(([name]) => nameOf(name)) };
}

/** `{letter: 'A', text: 'cat'}`, or `{A: 'cat'}`, each. */
function fromObjects(items: readonly LooseObject[]): GivenOptions | undefined {
  const read = items.map((item, i): readonly [name: string, text: string | undefined] => {
    const [only] = item;
    if (item.size === 1 && only !== undefined && /^[A-Za-z]$/u.test(only[0]))
      return [nameOf(only[0]), scalarText(only[1])];
    const name = NAME_KEYS.map((key) => scalarText(item.get(key))).find((one) => one !== undefined);
    const text = TEXT_KEYS.map((key) => scalarText(item.get(key))).find((one) => one !== undefined);
    return [name === undefined ? String.fromCharCode(65 + i) : nameOf(name), text];
  });
  const texts = read.map(([, text]) => text);
  return texts.every((text) => text !== undefined) ? { texts, names: read.map(([name]) => name) } : undefined;
}

/** Letters before the texts are names only where all have one, and no two the same. */
function fromTexts(given: readonly string[]): GivenOptions {
  const texts = given.map(oneLine);
  const lettered = texts.map((text) => LETTERED.exec(text));
  const names = lettered.map((match) => match?.[1]?.toUpperCase() ?? '');
  const wanted = new Set(texts.map((_, i) => String.fromCharCode(65 + i)));
  if (texts.length > 1 && new Set(names).size === texts.length && names.every((name) => wanted.has(name)))
    return { texts: lettered.map((match) => oneLine(match?.[2] ?? '')), names };
  const letters = texts.map((_, i) => String.fromCharCode(65 + i));
  return { texts, names: letters };
}

/** `a`, `Option A`, `(A)`, `option_a`: `A`. */
export const nameOf = (name: string): string => {
  const match = /^(?:option|choice|answer)?[\s_(["']*([A-Za-z]|\d{1,2})[\s)\]."':]*$/iu.exec(name.trim());
  return (match?.[1] ?? name.trim()).toUpperCase();
};

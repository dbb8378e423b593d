import { LooseReader, type Loose } from './loose-json';

/** How often every character of a reply may be looked at on average. */
const PASSES = 4;

/**
 * Every object or list of a text that is none's part, in order. What begins like one and is none is entered: of a list
 * that was cut off, the objects that are whole are found. The time is linear in the text, whatever it holds.
 */
export function looseValues(text: string): readonly Loose[] {
  const reader = new LooseReader(text, PASSES * text.length + 1_000);
  const found: Loose[] = [];
  let start = nextStart(text, 0);
  while (start !== undefined && !reader.exhausted) {
    const read = reader.read(start);
    if (read !== undefined) found.push(read.value);
    start = nextStart(text, read === undefined ? start + 1 : read.end);
  }
  return found;
}

const START = /[[{]/gu;

function nextStart(text: string, from: number): number | undefined {
  START.lastIndex = from;
  return START.exec(text)?.index;
}

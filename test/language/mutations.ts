import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const read = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

/** The curricula of the tests. */
export const fixtures = read(resolve(__dirname, '../fixtures/language'));

/** The curricula that users see. */
export const examples = read(resolve(__dirname, '../../examples'));

/** What people and slips put into a text: YAML's punctuation, line ends, odd characters, pieces of curricula. */
export const scrap = fc.constantFrom(
  '\t',
  '  ',
  '\n',
  '\r\n',
  '- ',
  ': ',
  ':',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '<<: *a',
  '<<: 1',
  '|',
  '>-\n',
  '---\n',
  '...\n',
  '!x ',
  '%TAG',
  '@',
  '`',
  '? ',
  ',',
  '\uFEFF',
  'é',
  '𝔘',
  '\uD800',
  'null',
  '~',
  '\0',
  '__proto__: 1',
  '  - id: see\n',
  'extends: main.curriculum.yaml\n',
  'variants: { v: { stages: [see, think] } }\n',
  '1e999',
  '.nan',
  '0x',
  '0o8',
  '\\',
);
/** Changes a text somewhere. */
export type Edit = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true });
/** Typing, deleting, pasting a piece of the text itself, cutting it off. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, scrap).map(([at, piece]): Edit => (text) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + piece + text.slice(offset);
  }),
  fc.tuple(place, fc.nat(30)).map(([at, count]): Edit => (text) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + text.slice(offset + count);
  }),
  fc.tuple(place, place, fc.nat(80)).map(([at, from, count]): Edit => (text) => {
    const offset = Math.floor(at * text.length);
    const start = Math.floor(from * text.length);
    return text.slice(0, offset) + text.slice(start, start + count) + text.slice(offset);
  }),
  place.map(
    (at): Edit =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
);

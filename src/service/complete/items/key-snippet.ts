import { CAPABILITIES, exampleOf, showNumber } from '../../../language';
import type { KnownShape } from '../context';
import { PAPER_VALUES } from '../paper';
import { choice, literal, place } from '../snippet';
import { alternatives } from '../shapes';

/** Where a key is written. */
export interface KeyPlace {
  readonly flow: boolean;
  /** White space of the line of the mapping's keys. */
  readonly indentation: string;
  readonly eol: string;
  /** Dataset ids, for what names one. */
  readonly datasets: readonly string[];
  /** False: the editor would be left behind a bracket that closes. */
  readonly snippets: boolean;
}

export interface KeySnippet {
  readonly text: string;
  /** What comes next is worth a list of its own. */
  readonly retrigger: boolean;
}

/** Contents whose values are found in files or in the document. */
const LOOKED_UP: ReadonlySet<string> = new Set([
  'file',
  'folder',
  'data',
  'dataset',
  'stage',
  'column',
  'row-condition',
  'row-order',
  'metric-condition',
  'model',
  'reward',
  'validation',
  'benchmark',
  'endpoint',
  'answerer',
  'verifier',
  'question-kind',
  'caption-column',
  'keep-condition',
  'failures',
  'checkpoint',
]);

const LEVEL = '  ';

/** A key with a value of the right shape behind it, each part of which can be filled in. */
export function keySnippet(key: string, shape: KnownShape, at: KeyPlace): KeySnippet {
  const whole = at.flow ? undefined : wholeBlock(key, at);
  if (whole !== undefined) return { text: whole, retrigger: false };
  const [first = shape] = alternatives(shape);
  const isNested = first.kind === 'record' || first.kind === 'dictionary';
  if (isNested && !at.flow) return nestedBlock(key, first, at);
  const { text, retrigger } = valueSnippet(key, first, at.snippets);
  return { text: `${literal(key)}: ${text}`, retrigger };
}

/** Parts of a curriculum that make no sense empty. */
function wholeBlock(key: string, at: KeyPlace): string | undefined {
  const line = (depth: number, text: string): string =>
    `${at.eol}${at.indentation}${LEVEL.repeat(depth)}${text}`;
  switch (key) {
    case 'stages':
      return `stages:${line(1, `- id: ${place(1, 'see')}`)}${line(2, `data: ${nameChoice(2, at.datasets)}`)}`;
    case 'datasets':
      return `datasets:${line(1, `${place(1, 'name')}:`)}${datasetLines(at, 2, 2)}`;
    case 'models':
      return `models:${line(1, `${place(1, 'judge')}:`)}${endpointLines(at, 2, 2)}`;
    case 'variants':
      return `variants:${line(1, `${place(1, 'merged')}:`)}${line(2, `schedule: { capability: ${choice(2, ['merged', 'ordered', 'staged'])} }`)}`;
    default:
      return undefined;
  }
}

export const nameChoice = (index: number, names: readonly string[]): string =>
  names.length === 0 ? place(index) : choice(index, names);

export const datasetLines = (at: KeyPlace, depth: number, first: number): string =>
  [`capability: ${choice(first, CAPABILITIES)}`, `train: ${place(first + 1)}`]
    .map((text) => `${at.eol}${at.indentation}${LEVEL.repeat(depth)}${text}`)
    .join('');

export const endpointLines = (at: KeyPlace, depth: number, first: number): string =>
  [
    `url: ${place(first, 'http://127.0.0.1:8000/v1')}`,
    `model: ${place(first + 1, 'Qwen/Qwen2.5-72B-Instruct')}`,
  ]
    .map((text) => `${at.eol}${at.indentation}${LEVEL.repeat(depth)}${text}`)
    .join('');

function nestedBlock(key: string, shape: KnownShape, at: KeyPlace): KeySnippet {
  const inner = `${at.eol}${at.indentation}${LEVEL}`;
  const written = shape.kind === 'record' ? Object.entries(shape.keys) : [];
  const needed = written.filter(([, field]) => field.required === true);
  const words = written.every(([, field]) => field.kind === 'enum') ? written : [];
  const fields = needed.length > 0 ? needed : words;
  if (fields.length === 0) return { text: `${literal(key)}:${inner}${place(1)}`, retrigger: true };
  const lines = fields.map(
    ([name, field], index) => `${inner}${name}: ${valueSnippet(name, field, at.snippets, index + 1).text}`,
  );
  return { text: `${literal(key)}:${lines.join('')}`, retrigger: false };
}

/** The value alone, on one line. */
function valueSnippet(key: string, shape: KnownShape, snippets: boolean, index = 1): KeySnippet {
  const fixed = (text: string): KeySnippet => ({ text, retrigger: false });
  switch (shape.kind) {
    case 'enum':
    case 'enum-list': {
      // A list that has a word as its default takes a single one without brackets.
      if (shape.kind === 'enum-list' && !hasWord(shape)) return fixed(`[${choice(index, shape.values)}]`);
      const usual = typeof shape.default === 'string' ? [shape.default] : [];
      return fixed(choice(index, [...usual, ...shape.values.filter((value) => !usual.includes(value))]));
    }
    case 'boolean':
      return fixed(choice(index, shape.default === false ? ['true', 'false'] : ['false', 'true']));
    case 'number':
    case 'integer': {
      const paper = new Map(Object.entries(PAPER_VALUES)).get(key)?.[0];
      const usual = typeof shape.default === 'number' ? showNumber(shape.default) : undefined;
      return fixed(place(index, usual ?? shape.example ?? paper ?? exampleOf(shape) ?? ''));
    }
    case 'string':
      if (key === 'capability') return fixed(choice(index, CAPABILITIES));
      if (shape.content !== undefined && LOOKED_UP.has(shape.content)) {
        return { text: place(index), retrigger: true };
      }
      return fixed(place(index, shape.example));
    case 'string-list':
      // One text may stand without brackets.
      return shape.content === 'dataset' || !snippets
        ? { text: place(index), retrigger: true }
        : { text: `[${place(index)}]`, retrigger: true };
    case 'list':
      return { text: `[${place(index)}]`, retrigger: true };
    case 'record':
    case 'dictionary':
      return { text: `{ ${place(index)} }`, retrigger: true };
    case 'either':
    case 'any':
      return fixed(place(index));
  }
}

/** Whether a list of words takes one of them as its default. */
export const hasWord = ({ default: usual, values }: Extract<KnownShape, { kind: 'enum-list' }>): boolean =>
  typeof usual === 'string' && values.includes(usual);

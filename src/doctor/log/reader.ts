import type { Reading } from '../metrics/readings';
import { lineSplitter, type Line } from '../text/lines';
import { strip } from '../text/prefix';
import { quotations } from '../text/quotation';
import { FAILURE_WORDS, sightings, type Sighting } from './match';
import { METRIC_WORDS, printedMetrics } from './printed-metrics';
import { SCENE_WORDS, sceneKeeper } from './scene';

/** What one line of a log told. */
export interface ReadLine {
  readonly line: number;
  /** Without prefixes. */
  readonly text: string;
  readonly sightings: readonly Sighting[];
  readonly readings: readonly Reading[];
}

export interface LogReader {
  /** Lines that told something; `passed` counts all lines so far. */
  readonly push: (chunk: string) => Generator<ReadLine>;
  readonly end: () => Generator<ReadLine>;
  readonly passed: () => number;
}

const MOST_DOUBTFUL = 64;

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const BLOCKS = [
  '[prompt]',
  '[input]',
  '[output]',
  '[response]',
  '[ground_truth]',
  '[score]',
  'full_key:',
  '<think>',
];

/** Most lines of a log have none of these words and are done with. Colours may stand inside a word. */
const INTERESTING = new RegExp(
  ['\\u001b', ...[...FAILURE_WORDS, ...SCENE_WORDS, ...METRIC_WORDS, ...BLOCKS].map(escaped)].join('|'),
);

/** Reads log text that comes in pieces; the result does not depend on how it was cut. */
export function logReader(): LogReader {
  const splitter = lineSplitter();
  const scenes = sceneKeeper();
  const printed = printedMetrics();
  const quotes = quotations();
  let passed = 0;
  /** What stack traces in the middle of a sample show: dropped when the sample ends as samples do. */
  let doubtful: ReadLine[] = [];

  const read = ({ text: raw, number }: Line): ReadLine | undefined => {
    passed += 1;
    if (!printed.open() && !quotes.open() && !INTERESTING.test(raw)) return undefined;
    const { text, source } = strip(raw);
    if (text === '') return undefined;
    const scene = scenes.see(text, source);
    const quoted = quotes.see(text, source);
    const readings = printed.see(text, source);
    const seen = quoted === 'no' || quoted === 'doubtful' ? sightings(text, scene) : [];
    const told = { line: number, text, sightings: seen, readings };
    if (quoted === 'ends') doubtful = [];
    if (quoted !== 'doubtful') return told;
    if (seen.length > 0 && doubtful.length < MOST_DOUBTFUL) doubtful.push(told);
    return { ...told, sightings: [] };
  };
  function* all(lines: readonly Line[]): Generator<ReadLine> {
    for (const line of lines) {
      const told = read(line);
      // The block was given up: its stack traces were no part of a sample.
      if (doubtful.length > 0 && !quotes.open()) yield* doubtful.splice(0);
      if (told !== undefined) yield told;
    }
  }

  return {
    passed: () => passed,
    push: (chunk) => all(splitter.push(chunk)),
    end: function* () {
      yield* all(splitter.end());
      yield* doubtful.splice(0);
      const readings = printed.end();
      if (readings.length > 0) yield { line: 0, text: '', sightings: [], readings };
    },
  };
}

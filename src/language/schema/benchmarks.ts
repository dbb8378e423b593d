import { nearest } from '../text/nearest';
import table from './benchmarks.json';

/** What VLMEvalKit knows of a benchmark. */
export interface KnownBenchmark {
  /** Name of its class, which a configuration must say. */
  readonly class: string;
  /** Choices, and yes or no: matched exactly where no judge is asked. */
  readonly exact: boolean;
}

/**
 * Benchmarks of images and texts by VLMEvalKit's names, as its version of August 2026 lists them; benchmarks of videos
 * are not among them. `benchmarks.json` has them by class.
 */
export const KNOWN_BENCHMARKS: ReadonlyMap<string, KnownBenchmark> = new Map(
  Object.entries(table).flatMap(([name, { exact, names }]) =>
    names.map((benchmark): [string, KnownBenchmark] => [benchmark, { class: name, exact }]),
  ),
);

/** Benchmarks have parts, such as `MathVista_MINI`: one that begins with what is written is meant before any other. */
export const nearestBenchmark = (text: string): string | undefined => {
  const begin = `${text.toLowerCase()}_`;
  const names = [...KNOWN_BENCHMARKS.keys()];
  return names.find((name) => name.toLowerCase().startsWith(begin)) ?? nearest(text, names);
};

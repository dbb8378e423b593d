import { open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LineSplitter } from './lines';
import { isValidationOnly, parseMetricLine, validationScore, type MetricLine } from './metric-line';

export const METRICS = 'experiment_log.jsonl';
export const GENERATIONS = 'generations.log';
const LOGS = [METRICS, GENERATIONS, 'experiment_config.json'] as const;
const CHUNK = 1 << 20;

/**
 * EasyR1 empties its logs at every start. They are put aside before, as `experiment_log.jsonl.1`, `.2` and so on:
 * the higher the later.
 */
export async function putLogsAside(output: string): Promise<void> {
  const names = await readdir(output).catch((): string[] => []);
  const taken = Math.max(0, ...LOGS.flatMap((log) => numbersOf(names, log)));
  for (const log of LOGS)
    if (names.includes(log)) await rename(join(output, log), join(output, `${log}.${taken + 1}`));
}

/** Metric lines of all attempts, oldest first, with those that a later attempt went over again left out. */
export async function metricHistory(output: string): Promise<readonly MetricLine[]> {
  const names = await readdir(output).catch((): string[] => []);
  const files = [
    ...numbersOf(names, METRICS).map((number) => `${METRICS}.${number}`),
    ...(names.includes(METRICS) ? [METRICS] : []),
  ];
  let history: readonly MetricLine[] = [];
  for (const file of files) {
    const lines = await metricLines(join(output, file));
    const first = lines[0];
    if (first === undefined) continue;
    const from = firstStepOf(first);
    history = [...history.filter(({ step }) => step < from), ...lines];
  }
  return history;
}

/** The first training step of an attempt, by the first line of its log: a validation before it comes a step earlier. */
export const firstStepOf = (line: MetricLine): number => (isValidationOnly(line) ? line.step + 1 : line.step);

/** Scores of validations by step. */
export async function validationScores(output: string): Promise<ReadonlyMap<number, number>> {
  const scores = new Map<number, number>();
  for (const line of await metricHistory(output)) {
    const score = validationScore(line);
    if (score !== undefined) scores.set(line.step, score);
  }
  return scores;
}

async function metricLines(path: string): Promise<readonly MetricLine[]> {
  const splitter = new LineSplitter();
  const found: MetricLine[] = [];
  const take = (lines: readonly string[]): void => {
    for (const line of lines) {
      const parsed = parseMetricLine(line);
      if (parsed !== undefined) found.push(parsed);
    }
  };
  try {
    const file = await open(path, 'r');
    for await (const chunk of file.createReadStream({ encoding: 'utf8', highWaterMark: CHUNK }))
      take(splitter.push(chunk as string));
  } catch {
    // A log that cannot be read tells nothing.
  }
  take([splitter.take()]);
  return found;
}

const numbersOf = (names: readonly string[], log: string): readonly number[] =>
  names
    .flatMap((name) => {
      const [, number] = name.startsWith(`${log}.`) ? (/\.(\d{1,6})$/.exec(name) ?? []) : [];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => a - b);

import type { Reading } from '../metrics/readings';

/** A reading out of a file of metrics, with what else its line says. */
export interface FileReading extends Reading {
  readonly stage?: string;
  /** Milliseconds since 1970, where the line has a time. */
  readonly time?: number;
  /** An event of a run that has no metrics: it only shows that the engine was alive, or that it was started anew. */
  readonly sign?: 'alive' | 'restart';
}

const STEP_KEYS = ['step', 'global_step', '_step', 'train/global_step'];
const ALIVE = new Set(['sample', 'checkpoint', 'progress', 'finished', 'failed']);
const RESTARTS = new Set(['started', 'stage-state', 'run-state']);
const DEEPEST = 8;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a parsed line of a file of metrics tells: an event of a run of ours, or one object a step as EasyR1 (nested)
 * and TRL (flat) write them. Nothing for anything else.
 */
export function readingOf(value: unknown): FileReading | undefined {
  // A `trainer_state.json` on one line has a step of its own, but its steps lie deeper.
  if (!isRecord(value) || Array.isArray(value.log_history)) return undefined;
  if (typeof value.type === 'string' && typeof value.time === 'string')
    return eventReading(value.type, value);
  const step = STEP_KEYS.map((key) => value[key]).find((each) => typeof each === 'number');
  if (typeof step !== 'number' || !Number.isFinite(step)) return undefined;
  const values = flat(value);
  return Object.keys(values).some((key) => !STEP_KEYS.includes(key)) ? { step, values } : undefined;
}

function eventReading(type: string, value: Readonly<Record<string, unknown>>): FileReading | undefined {
  const stamp = Date.parse(String(value.time));
  const common = {
    step: typeof value.step === 'number' && Number.isFinite(value.step) ? value.step : 0,
    values: {},
    ...(typeof value.stage === 'string' ? { stage: value.stage } : {}),
    ...(Number.isNaN(stamp) ? {} : { time: stamp }),
  };
  if (type === 'metric')
    return isRecord(value.values) ? { ...common, values: flat(value.values) } : undefined;
  if (ALIVE.has(type)) return { ...common, sign: 'alive' };
  return RESTARTS.has(type) ? { ...common, sign: 'restart' } : undefined;
}

/** `{ reward: { overall: 0.4 } }` as `reward/overall`; null, as NaN is written, is kept. */
function flat(value: Readonly<Record<string, unknown>>, prefix = '', depth = 0): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') continue;
    if (typeof inner === 'number') values[prefix + key] = inner;
    else if (inner === null) values[prefix + key] = Number.NaN;
    else if (isRecord(inner) && depth < DEEPEST)
      Object.assign(values, flat(inner, `${prefix}${key}/`, depth + 1));
  }
  return values;
}

/** Python writes NaN and Infinity as such, which is not JSON; a torn line is nothing. */
export function parseLine(line: string): unknown {
  const text = line.trim();
  if (!/^[{[]/.test(text)) return undefined;
  for (const each of [text, text.replaceAll(/([:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,}\]])/g, '$1null')]) {
    try {
      return JSON.parse(each) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The entries of a `trainer_state.json`, or of a list of steps. */
export function readingsOfDocument(value: unknown): readonly FileReading[] {
  const entries = isRecord(value) && Array.isArray(value.log_history) ? value.log_history : value;
  return (Array.isArray(entries) ? entries : [entries]).flatMap((entry) => readingOf(entry) ?? []);
}

import { ARMS, type Arm, type ModelResponse, type Prediction } from '../../protocol';

/** Reads a line of `predictions.jsonl`. A string tells what is wrong with it. */
export function parsePrediction(line: string): Prediction | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not JSON (a torn line?)';
  }
  if (!isRecord(value)) return 'not an object';
  for (const key of ['row', 'dataset', 'capability', 'question', 'answer'] as const) {
    if (typeof value[key] !== 'string') return `${key} is not a text`;
  }
  const { arm, images, samples, options, greedy } = value;
  if (typeof arm !== 'string' || !isArm(arm)) return 'arm is none of the five';
  if (!isTexts(images)) return 'images is not a list of paths';
  if (!Array.isArray(samples) || !samples.every(isResponse)) return 'samples is not a list of responses';
  if (options !== undefined && !isTexts(options)) return 'options is not a list of texts';
  if (greedy !== undefined && !isResponse(greedy)) return 'greedy is not a response';
  for (const key of ['caption', 'description'] as const) {
    if (value[key] !== undefined && typeof value[key] !== 'string') return `${key} is not a text`;
  }
  return value as unknown as Prediction;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isArm = (name: string): name is Arm => Object.hasOwn(ARMS, name);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isResponse = (value: unknown): value is ModelResponse =>
  isRecord(value) &&
  typeof value.text === 'string' &&
  typeof value.tokens === 'number' &&
  Number.isFinite(value.tokens) &&
  typeof value.truncated === 'boolean';

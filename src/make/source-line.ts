import { isObject } from '../data';
import { MAKE_STEPS } from '../protocol';
import type { Fallen, Question, SourceLine } from './types';

/** Reads a line of the question file; `undefined`: it is torn or none of ours. */
export function checkSourceLine(value: unknown): SourceLine | undefined {
  if (!isObject(value)) return undefined;
  const { source, place, questions, fallen } = value;
  const sound =
    typeof source === 'string' &&
    Number.isSafeInteger(place) &&
    Array.isArray(questions) &&
    questions.every(isQuestion) &&
    Array.isArray(fallen) &&
    fallen.every(isFallen);
  return sound ? (value as unknown as SourceLine) : undefined;
}

export function isQuestion(value: unknown): value is Question {
  if (!isObject(value)) return false;
  const { id, source, capability, question, options, answer, images, shown } = value;
  return (
    [id, source, capability, question, answer].every((one) => typeof one === 'string') &&
    areTexts(options) &&
    areTexts(images) &&
    (shown === undefined || isDigest(shown))
  );
}

const isFallen = (value: unknown): value is Fallen =>
  isObject(value) &&
  typeof value.step === 'string' &&
  Object.hasOwn(MAKE_STEPS, value.step) &&
  typeof value.reason === 'string' &&
  (value.question === undefined || isQuestion(value.question)) &&
  (value.again === undefined || value.again === true);

const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{8}$/.test(value);

const areTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

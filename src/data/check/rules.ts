import type { ColumnRole } from '../../language';
import type { RoleRow } from '../rows';
import { asImages, asNumber, asOptions, asText, isObject } from '../values';
import type { Finding } from './finding';

/** Roles that the file has a column for. */
export type Has = ReadonlySet<ColumnRole>;

const PLACEHOLDER = '<image>';

/** Everything that can be wrong with a row by itself; image files are looked at later. */
export function checkRow({ row, cells }: RoleRow, has: Has): readonly Finding[] {
  return [
    ...checkQuestion(row, cells.question),
    ...checkAnswer(row, cells.answer, cells.options, has),
    ...checkResponse(row, cells.response, has),
    ...checkOptions(row, cells.options, has),
    ...checkRate(row, cells.difficulty, has),
    ...checkImages(row, cells.question, cells.images, has),
  ];
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;
const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`;

function checkQuestion(row: number, question: unknown): readonly Finding[] {
  if (isMissing(question) || isBlank(question)) {
    const message = isBlank(question) ? 'The question is empty' : 'The question is missing';
    return [{ code: 'SC320', severity: 'error', kind: 'question', row, message }];
  }
  if (typeof question === 'string') return [];
  const message = `The question is ${kindOf(question)}, not a text`;
  return [{ code: 'SC321', severity: 'error', kind: 'question', row, message }];
}

function checkAnswer(row: number, answer: unknown, options: unknown, has: Has): readonly Finding[] {
  if (!has.has('answer')) return [];
  const wrong = (kind: string, message: string, hint?: string): readonly Finding[] => [
    { code: 'SC322', severity: 'error', kind, row, message, ...(hint === undefined ? {} : { hint }) },
  ];
  if (isMissing(answer)) {
    return [{ code: 'SC320', severity: 'error', kind: 'answer', row, message: 'The gold answer is missing' }];
  }
  if (isBlank(answer)) return wrong('empty', 'The gold answer is empty');
  if (typeof answer === 'object') {
    return wrong(
      'structure',
      `The gold answer is ${kindOf(answer)}`,
      'Write the one text or number that is right.',
    );
  }
  const plain: readonly Finding[] =
    typeof answer === 'string'
      ? []
      : [
          {
            code: 'SC327',
            severity: 'info',
            kind: 'plain',
            row,
            message: `The gold answer ${asText(answer).slice(0, 40)} is ${kindOf(answer)}, not a text`,
            hint: 'Write it in quotes, if another program than Stagecraft is to train on the file.',
          },
        ];
  const letter = choiceLetter(asText(answer));
  const letters = has.has('options') ? choiceLetters(options) : undefined;
  if (letter === undefined || letters === undefined || letters.has(letter)) return plain;
  const texts = asOptions(options) ?? [];
  if (texts.some((text) => text.trim() === asText(answer).trim())) return plain;
  return wrong(
    'choice',
    `The gold answer ${letter} is not one of the ${letters.size} options`,
    `The options are ${[...letters].join(', ')}.`,
  );
}

/** The letter of an answer such as `B`, `(B)` or `B.`. */
const choiceLetter = (answer: string): string | undefined => /^\s*\(?([A-Z])[).]?\s*$/u.exec(answer)?.[1];

/** Letters that may be answered: the keys of an object, else A, B, ... for as many options as there are. */
function choiceLetters(options: unknown): ReadonlySet<string> | undefined {
  if (isObject(options)) {
    const keys = Object.keys(options).filter((key) => options[key] !== null);
    return keys.length > 0 && keys.every((key) => /^[A-Z]$/u.test(key)) ? new Set(keys) : undefined;
  }
  const count = asOptions(options)?.length ?? 0;
  if (count === 0 || count > 26) return undefined;
  return new Set(Array.from({ length: count }, (_, index) => String.fromCharCode(65 + index)));
}

function checkResponse(row: number, response: unknown, has: Has): readonly Finding[] {
  if (!has.has('response') || (!isMissing(response) && !isBlank(response))) return [];
  const severity = has.has('answer') ? 'warning' : 'error';
  const message = has.has('answer')
    ? 'The response is missing: a stage with `method: sft` imitates the answer alone'
    : 'The response is missing';
  return [{ code: 'SC320', severity, kind: 'response', row, message }];
}

function checkOptions(row: number, options: unknown, has: Has): readonly Finding[] {
  if (!has.has('options') || isMissing(options) || typeof options === 'string') return [];
  if (Array.isArray(options) || isObject(options)) return [];
  const message = `The options are ${kindOf(options)}, not a list`;
  return [{ code: 'SC321', severity: 'error', kind: 'options', row, message }];
}

function checkRate(row: number, rate: unknown, has: Has): readonly Finding[] {
  if (!has.has('difficulty')) return [];
  if (isMissing(rate) || isBlank(rate)) {
    const message = 'The pass rate is missing: such rows come last when sorted by difficulty';
    return [{ code: 'SC320', severity: 'warning', kind: 'difficulty', row, message }];
  }
  const number = asNumber(rate);
  if (number === undefined) {
    const message = `The pass rate ${asText(rate).slice(0, 40)} is not a number`;
    return [{ code: 'SC321', severity: 'error', kind: 'difficulty', row, message }];
  }
  if (number >= 0 && number <= 1) return [];
  const hint = number > 1 && number <= 100 ? 'Divide percentages by 100.' : undefined;
  const message = `The pass rate ${number} lies outside 0 to 1`;
  return [
    {
      code: 'SC323',
      severity: 'error',
      kind: 'range',
      row,
      message,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}

function checkImages(row: number, question: unknown, cell: unknown, has: Has): readonly Finding[] {
  const text = typeof question === 'string' ? question : '';
  const places = text.split(PLACEHOLDER).length - 1;
  if (!has.has('images')) {
    if (places === 0) return [];
    const message = `The question says ${PLACEHOLDER} but the file has no image column`;
    const hint = 'Name the column, such as `columns: { images: image }`.';
    return [{ code: 'SC330', severity: 'warning', kind: 'no-column', row, message, hint }];
  }
  const images = asImages(cell);
  const found: Finding[] = images.flatMap((image) =>
    image.kind === 'wrong'
      ? [{ code: 'SC321', severity: 'error', kind: 'images', row, message: `${image.what} is not an image` }]
      : [],
  );
  if (places === images.length) return found;
  if (places === 0) {
    const message = `The row has ${count(images.length, 'image')} but its question never says ${PLACEHOLDER}`;
    const hint = `Put ${PLACEHOLDER} where the image belongs: EasyR1 drops the images otherwise.`;
    return [...found, { code: 'SC331', severity: 'warning', kind: 'none', row, message, hint }];
  }
  const message = `The question says ${PLACEHOLDER} ${places === 1 ? 'once' : `${places} times`} but the row has ${count(images.length, 'image')}`;
  return [...found, { code: 'SC330', severity: 'error', kind: 'count', row, message }];
}

const count = (number: number, what: string): string =>
  number === 0 ? `no ${what}` : `${number} ${what}${number === 1 ? '' : 's'}`;

import { statement } from '../text/statement';
import type { Signature } from './types';

/** Failures in reading rows and columns. */
export const DATA_SIGNATURES: readonly Signature[] = [
  {
    id: 'F05',
    title: 'Column of the question or the answer is not in the data',
    kind: 'fatal',
    message: 'The data has no column of that name',
    cause: 'The engine was told a column that the training file or the validation file does not have.',
    fix: 'Set `columns` of the dataset to the names in the file; training and validation files need the same.',
    key: 'data',
    lines: [
      {
        has: 'KeyError: ',
        pattern:
          /(?:^|[\s(:)])KeyError: ['"](problem|prompt|answer|solution|ground_truth|question)['"]\s{0,3}$/,
        says: (match) => `The data has no column \`${match[1] ?? ''}\``,
      },
    ],
  },
  {
    id: 'F06',
    title: 'Rows without images hold null',
    kind: 'fatal',
    message: 'A row has null where a list of images is expected',
    cause:
      'In a file where some rows have images, a row without the field is filled with null when it is read, and null has no length.',
    fix: 'Write `images: []` in every row without images.',
    key: 'data',
    lines: [
      {
        has: "object of type 'NoneType' has no len()",
        pattern: /(?:^|[\s(:)])TypeError: object of type 'NoneType' has no len\(\)/,
        when: (_, { inWatcher }) => !inWatcher,
      },
    ],
  },
  {
    id: 'F07',
    title: 'Column types were fixed by the first rows',
    kind: 'fatal',
    message: 'A later row has another type than the first rows of the file',
    cause:
      'Types are taken from the first 10 MB of a JSON file. When these rows have only empty lists or null, a later row with paths does not fit. Text rows before image rows do that.',
    fix: 'Put a row with an image first, or save the file as Parquet, which holds its types.',
    key: 'data',
    lines: [
      { has: "Couldn't cast array of type", pattern: statement("Couldn't cast array of type") },
      {
        has: 'An error occurred while generating the dataset',
        pattern: /(?:^|[\s.(:)])DatasetGenerationError: An error occurred while generating the dataset/,
        weight: 'symptom',
        when: (_, { badDataFile }) => !badDataFile,
      },
    ],
  },
  {
    id: 'F08',
    title: 'Answers are not text',
    kind: 'fatal',
    message: 'The reward got an answer that is not text',
    cause: 'The answer column holds numbers or lists; the grader calls text functions on them.',
    fix: 'Write the answers as text: `"4"` instead of `4`.',
    key: 'data',
    lines: [
      {
        has: "object has no attribute 'strip'",
        pattern:
          /(?:^|[\s(:)])AttributeError: '(int|float|list|bool|dict|numpy\.\w{1,20})' object has no attribute 'strip'/,
        says: (match) => `The reward got an answer of type ${match[1] ?? ''} where it needs text`,
      },
    ],
  },
  {
    id: 'F55',
    title: 'Filtering of long prompts is slow',
    kind: 'slow',
    message: 'Filtering the rows by length takes minutes before training begins',
    cause: 'To count the tokens of a prompt the filter opens and resizes every image.',
    fix: 'Make the images smaller beforehand, set `filter_overlong_prompts_workers` to the number of cores, or filter once and switch it off.',
    key: { easyr1: 'engine_options.data.filter_overlong_prompts_workers' },
    lines: [
      {
        has: 'Filtering overlong prompts',
        pattern:
          /^Filtering overlong prompts.{0,300}?(?:\[(?<past>[\d:]{1,12})<(?<left>[\d:?]{1,12}),\s{0,8})?(?<rate>\d{1,9}(?:\.\d{1,6})?)\s?(?<unit>examples\/s|ex\/s|it\/s|s\/it|s\/examples|s\/ex)/,
        when: ({ groups }) => isSlow(groups ?? {}),
        says: ({ groups }) =>
          `Filtering the rows by length goes at ${groups?.rate ?? ''} ${groups?.unit ?? ''} and takes minutes before training begins`,
      },
    ],
  },
];

/** Five minutes in all, counted once the speed is known; without a clock, ten rows a second. */
const LONG = 300;
const SETTLED = 10;
const SLOW_RATE = 10;

function isSlow(groups: Readonly<Partial<Record<string, string>>>): boolean {
  const past = seconds(groups.past);
  const left = seconds(groups.left);
  const rate = Number(groups.rate);
  const perSecond = (groups.unit ?? '').startsWith('s/') ? 1 / rate : rate;
  if (past !== undefined && left !== undefined) return past >= SETTLED && past + left >= LONG;
  return perSecond < SLOW_RATE;
}

/** tqdm's `1:02:03`, `02:03`; nothing for `?`. */
function seconds(clock: string | undefined): number | undefined {
  if (clock === undefined || !/^\d+(?::\d+){1,3}$/.test(clock)) return undefined;
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

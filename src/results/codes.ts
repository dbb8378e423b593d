import type { Problem, ProblemCode, Severity } from '../protocol';

/** Problems of results that were read (`SC36x`): what each code means, for people. */
export const RESULT_CODES = {
  SC360: {
    title: 'Results cannot be read',
    explanation: 'A file of results is torn, damaged, too large, or not of the format that its name says.',
  },
  SC361: {
    title: 'Meaning of the columns unknown',
    explanation:
      'A table of results needs a column for the response and one for the gold answer or for the verdict; their names do not tell which these are.',
  },
  SC362: {
    title: 'Part of a file left out',
    explanation:
      'Broken lines, cells that were cut, further sheets: rows that are read are not touched by it.',
  },
  SC363: {
    title: 'A row stands there more than once',
    explanation:
      'Where a program appends to its file, the last one counts; elsewhere each is kept and numbered.',
  },
  SC364: {
    title: 'Accuracy differs from the program’s own',
    explanation:
      'The accuracy recomputed from the rows is not what the program reports. Differences come from failed requests that a program counts as wrong, from its option matching, or from a summary of other rows.',
  },
  SC365: {
    title: 'Rows without a verdict',
    explanation:
      'No response was obtained, there is no gold answer, or the program’s judge failed where only a judge can decide: such rows are neither right nor wrong.',
  },
  SC366: {
    title: 'Older results of the same benchmark',
    explanation: 'A model was evaluated several times: the newest results count, older ones are named.',
  },
  SC367: {
    title: 'Graded by the program',
    explanation:
      'Where our grading finds no answer in a response, the answer that the program took is graded, and where only a judge can decide, its verdict counts.',
  },
  SC368: {
    title: 'Choices asked in every rotation',
    explanation: 'A question counts as right when it is answered right in all rotations of its options.',
  },
} as const;
export type ResultCode = keyof typeof RESULT_CODES & ProblemCode;

export const resultProblem = (
  code: ResultCode,
  severity: Severity,
  file: string,
  message: string,
  hint?: string,
): Problem => ({ code, severity, message, place: { file }, ...(hint === undefined ? {} : { hint }) });

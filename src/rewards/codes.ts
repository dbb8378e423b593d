interface CodeDoc {
  readonly title: string;
  readonly explanation: string;
}

/** Problems of rewards: SC46x found by reading, SC56x when a Python reward runs. What each means, for people. */
export const REWARD_CODES = {
  SC460: {
    title: 'Unknown built-in reward',
    explanation:
      'A reward without a path is one of the built-in ones; a Python reward is written `file.py:function`.',
  },
  SC461: { title: 'Missing reward file', explanation: 'The Python file that `reward` names cannot be read.' },
  SC462: {
    title: 'Missing reward function',
    explanation:
      'The Python file gives no value to the name after the colon at its top level: methods and functions inside others do not count. Found by reading; nothing is run.',
  },
  SC463: {
    title: 'Unknown reward type',
    explanation:
      'REWARD_TYPE says how the function is called: "batch" with a list of responses, "sequential" with one at a time.',
  },
  SC464: {
    title: 'A time limit that does not hold',
    explanation:
      '`signal.alarm` raises “signal only works in main thread” where an engine scores in a thread, and does not interrupt a computation inside C code. Found by reading; nothing is run.',
  },
  SC465: {
    title: 'Grading without a time limit',
    explanation:
      'sympy and Math-Verify can compute for hours on a formula of a few characters, and a response may hold any formula. The run then stands still without a word. Found by reading; nothing is run.',
  },
  SC560: {
    title: 'No Python',
    explanation: 'A Python reward needs Python 3.8 or later; STAGECRAFT_PYTHON names the interpreter to use.',
  },
  SC561: {
    title: 'The reward function failed',
    explanation:
      'The file could not be loaded, the function raised an exception, or its scores are not dicts with a finite number under "overall".',
  },
  SC562: {
    title: 'The reward function is too slow',
    explanation: 'A batch took longer than the time limit; the reward process was ended.',
  },
  SC563: {
    title: 'The reward process ended',
    explanation:
      'The Python process that scores went away: it was killed, ran out of memory, or left by itself.',
  },
} as const satisfies Readonly<Record<`SC${4 | 5}${number}`, CodeDoc>>;

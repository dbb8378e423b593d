import type { Field, Fields } from './shape';
import { EVALUATORS, MODEL_SERVERS } from './words';

/** Keys of `evaluate`. */
export const EVALUATE_KEYS = {
  on: {
    kind: 'string-list',
    content: 'benchmark',
    minItems: 1,
    required: true,
    doc: 'Benchmarks, by the evaluator’s names.',
    example: '[MathVista_MINI, POPE]',
  },
  with: { kind: 'enum', values: EVALUATORS, default: 'vlmevalkit', doc: 'The program that evaluates.' },
  server: {
    kind: 'enum',
    values: MODEL_SERVERS,
    default: 'vllm',
    doc: 'The program that serves the model: started for the evaluation, and ended after it.',
  },
  server_options: {
    kind: 'any',
    doc: 'Options of the server’s own command line, without their dashes: a value, `true` for a switch.',
    absent: 'the server’s defaults',
    example: '{ tensor-parallel-size: 2, max-model-len: 16384 }',
  },
  endpoint: {
    kind: 'string',
    content: 'endpoint',
    doc: 'Name under `models` of an endpoint that serves the model already: no server is started then.',
    absent: 'a server is started',
    example: 'trained',
  },
  judge: {
    kind: 'string',
    content: 'endpoint',
    doc: 'Name under `models` of the model that the evaluator asks to read answers.',
    absent:
      'choices and yes or no are matched exactly, other answers are graded by Stagecraft alone; no model is asked',
    example: 'judge',
  },
  max_tokens: {
    kind: 'integer',
    min: 1,
    unit: 'tokens',
    doc: 'Longest answer.',
    absent: '`max_response_length` of the last stage',
    example: '4096',
  },
  temperature: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 0,
    doc: 'Temperature of the answers; 0 takes the likeliest token.',
  },
  concurrency: {
    kind: 'integer',
    min: 1,
    max: 1024,
    default: 16,
    unit: 'requests',
    doc: 'Questions that are asked at a time.',
  },
  classes: {
    kind: 'dictionary',
    entry: 'benchmark',
    value: { kind: 'string' },
    doc: 'Classes of the evaluator for benchmarks that Stagecraft does not know, such as tables of your own.',
    absent: 'only known benchmarks',
    example: '{ MyBench: CustomVQADataset }',
  },
  python: {
    kind: 'string',
    content: 'file',
    doc: 'Python interpreter that has the evaluator, and the server where one is started.',
    absent: 'found as that of an engine is',
    example: '../vlmevalkit/.venv/bin/python',
  },
  home: {
    kind: 'string',
    content: 'folder',
    doc: 'Folder of a VLMEvalKit checkout.',
    absent: 'the installed `vlmeval` package',
    example: '../VLMEvalKit',
  },
  data: {
    kind: 'string',
    content: 'folder',
    doc: 'Folder of the benchmarks’ tables (`LMUData`).',
    absent: '`LMUData` of the environment, else the home folder’s',
    example: '../LMUData',
  },
} as const satisfies Fields;

const { on: _on, server_options: _options, classes: _classes, ...single } = EVALUATE_KEYS;

/** Those that are single values. */
export const SINGLE_EVALUATE_KEYS: Fields = single;

/** `evaluate:`, benchmarks on the last model. */
export const EVALUATE: Field = {
  kind: 'record',
  keys: EVALUATE_KEYS,
  doc: 'Benchmarks to run on the last model, with `stagecraft evaluate`.',
};

import { CAPABILITY_ORDERS, DIFFICULTY_ORDERS, AUDIT_METHODS } from './words';
import { COLUMNS } from './columns';
import { ENDPOINTS } from './endpoint-grammar';
import { ENGINES } from './engine-table';
import { EVALUATE } from './evaluate-grammar';
import { DEFAULT_REWARD } from './reward-table';
import { DIFFICULTY, MAKE } from './make-grammar';
import { ENGINE_NAMES, type Field, type Fields, type Shape } from './shape';
import { STAGES, TRAINING_KEYS } from './stage-grammar';

const mapValues = <V, R>(
  table: Readonly<Record<string, V>>,
  make: (value: V) => R,
): Readonly<Record<string, R>> =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [key, make(value)]));

const dataset: Shape = {
  kind: 'record',
  keys: {
    capability: {
      kind: 'string',
      content: 'name',
      required: true,
      doc: 'What the rows teach: perception, textual-reasoning, visual-reasoning, or a name of your own.',
      example: 'perception',
    },
    train: {
      kind: 'string',
      content: 'data',
      requiredWithout: 'make',
      absent: 'the rows are made, as `make` says',
      doc: 'Training rows: a .jsonl, .json, .csv or .parquet file, or a Hub dataset with its split.',
      example: 'data/perception.jsonl',
    },
    val: {
      kind: 'string',
      content: 'data',
      doc: 'Validation rows, in the same forms.',
      absent: 'the stage does not validate, unless `validate` says otherwise',
      example: 'data/perception-val.jsonl',
    },
    test: {
      kind: 'string',
      content: 'data',
      doc: 'Held-out rows for predictions and the audit, never trained or selected on.',
      absent: 'the rows of `val`',
      example: 'data/perception-test.jsonl',
    },
    images: {
      kind: 'string',
      content: 'folder',
      doc: 'Folder that image paths in the rows are relative to.',
      absent: 'the folder of the data file',
      example: 'data/images',
    },
    source: {
      kind: 'string',
      content: 'hub',
      doc: 'Hub dataset that the files are of: where a file is missing, its message says how to download it.',
      absent: 'nothing is said of where the files come from',
      example: 'hiyouga/geometry3k',
    },
    columns: {
      kind: 'record',
      keys: mapValues(COLUMNS, (column): Field => ({
        kind: 'string',
        content: 'column',
        doc: column.doc,
        absent: 'found by the usual names',
      })),
      doc: 'The file’s own names for what its columns hold.',
      absent: 'columns are found by their usual names',
      example: '{ question: problem, difficulty: pass_rate }',
    },
    make: MAKE,
    difficulty: DIFFICULTY,
  },
};

const schedule: Field = {
  kind: 'record',
  keys: {
    capability: {
      kind: 'enum',
      values: CAPABILITY_ORDERS,
      default: 'staged',
      doc:
        '`staged` runs the stages one after another; `ordered` is one stage over all rows in capability order, ' +
        'unshuffled; `merged` is one stage over all rows, shuffled.',
    },
    difficulty: {
      kind: 'enum',
      values: DIFFICULTY_ORDERS,
      default: 'none',
      doc: 'Sorts rows by pass rate inside each capability, keeping the order of equal rates; shuffling is then off.',
    },
  },
  doc: 'The two axes of the curriculum: when which capability is trained, and in which order its rows.',
};

/** Keys that a variant may change: all but those that say which file this is. */
const VARIANT_KEYS: Fields = {
  model: {
    kind: 'string',
    content: 'model',
    doc: 'Model that is trained: a preset, a Hub id, or a folder that starts with `./`, `../` or `/`.',
    absent: '`micro-vlm` for the embedded engine; other engines need a model',
    example: 'qwen3-vl-8b',
  },
  engine: {
    kind: 'either',
    options: [
      { kind: 'enum', values: ENGINE_NAMES },
      {
        kind: 'record',
        keys: mapValues(ENGINES, (engine): Field => ({
          kind: 'record',
          keys: engine.settings,
          doc: engine.doc,
        })),
      },
    ],
    default: 'embedded',
    doc: 'What trains the model: a name, or a mapping from the name to that engine’s settings.',
    example: 'easyr1',
  },
  prompt: {
    kind: 'string',
    content: 'file',
    doc: 'Jinja template of the prompt, the same for training and evaluation.',
    absent: 'the question as it is',
    example: 'prompts/think.jinja',
  },
  reward: {
    kind: 'string',
    content: 'reward',
    default: DEFAULT_REWARD,
    doc: 'What a response is worth: a built-in reward, or a Python function as `file.py:function`.',
    example: 'rewards/math.py:compute_score',
  },
  datasets: {
    kind: 'dictionary',
    entry: 'dataset id',
    value: dataset,
    required: true,
    doc: 'The data, by an id that stages name.',
  },
  schedule,
  defaults: {
    kind: 'record',
    keys: TRAINING_KEYS,
    doc: 'Training settings of every stage that does not write its own.',
  },
  stages: STAGES,
  pooled: {
    kind: 'record',
    keys: TRAINING_KEYS,
    doc: 'Training settings of the one stage that `merged` and `ordered` make.',
    absent: 'the `defaults`; `merged` then takes as many steps as all stages together',
  },
  folders: {
    kind: 'string-list',
    content: 'folder',
    default: [],
    doc: 'Folders outside the workspace that data may be read from.',
    example: '[/mnt/data]',
  },
  models: ENDPOINTS,
  evaluate: EVALUATE,
  audit: {
    kind: 'record',
    keys: {
      method: {
        kind: 'enum-list',
        values: AUDIT_METHODS,
        default: 'counterfactual',
        doc: 'How a failure is given to perception or reasoning: by other inputs, by a judge model, or by hand; one of them, or a list.',
        example: '[counterfactual, judge]',
      },
      judge: {
        kind: 'string',
        content: 'endpoint',
        doc: 'Name under `models` of the model that judges.',
        absent: 'only the method `judge` needs one',
        example: 'judge',
      },
      samples: {
        kind: 'integer',
        min: 1,
        max: 64,
        default: 4,
        unit: 'answers',
        doc: 'Answers sampled for each arm of the counterfactual method.',
      },
      limit: {
        kind: 'integer',
        min: 1,
        unit: 'rows',
        doc: 'Most held-out rows to audit, drawn with the seed.',
        absent: 'all of them',
        example: '500',
      },
      from: {
        kind: 'string',
        content: 'file',
        doc: 'Results of another program to audit as well: a file or folder of VLMEvalKit, lmms-eval, EasyR1, or any table.',
        absent: 'only the predictions of the run',
        example: 'results/',
      },
      sample: {
        kind: 'integer',
        min: 1,
        unit: 'failures',
        default: 100,
        doc: 'Failures to label by hand, drawn with the seed from every data set and label.',
      },
      annotators: {
        kind: 'string-list',
        doc: 'Names of the people who label by hand; two of them give a kappa.',
        absent: 'whoever labels',
        example: '[ada, grace]',
      },
    },
    doc: 'How failures are explained after the run.',
  },
};

/** The whole grammar of a `*.curriculum.yaml` file. */
export const GRAMMAR: Extract<Shape, { kind: 'record' }> = {
  kind: 'record',
  keys: {
    curriculum: {
      kind: 'integer',
      min: 1,
      required: true,
      doc: 'Version of the language.',
      example: '1',
    },
    name: {
      kind: 'string',
      content: 'name',
      doc: 'Name of the curriculum, part of the names of its runs.',
      absent: 'the file’s name',
      example: 'qwen3-vl-8b-staged',
    },
    extends: {
      kind: 'string',
      content: 'file',
      doc: 'Curriculum that this one starts from: mappings merge, lists replace, stages merge by id.',
      absent: 'the curriculum stands for itself',
      example: '../base.curriculum.yaml',
    },
    ...VARIANT_KEYS,
    variants: {
      kind: 'dictionary',
      entry: 'variant name',
      value: { kind: 'record', keys: VARIANT_KEYS },
      doc: 'Ablations: a name and what differs. Merged like `extends`.',
    },
  },
};

/** Versions of the language that this program reads. */
export const LANGUAGE_VERSION = 1;

import type { Severity } from '../protocol';

interface CodeInfo {
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it matters and how it is mended, for the reference page. */
  readonly explanation: string;
}

const error = (title: string, explanation: string): CodeInfo => ({ severity: 'error', title, explanation });
const warning = (title: string, explanation: string): CodeInfo => ({
  severity: 'warning',
  title,
  explanation,
});
const info = (title: string, explanation: string): CodeInfo => ({ severity: 'info', title, explanation });

/** Every problem that the language can report. Codes are stable: a code never changes its meaning. */
export const PROBLEM_CODES = {
  SC100: error('The file cannot be read', 'It does not exist, may not be read, or is not UTF-8 text.'),
  SC101: error('YAML syntax', 'The text is not YAML here. The rest of the file is still checked.'),
  SC102: error('Tab in the indentation', 'YAML allows only spaces for indentation.'),
  SC103: error(
    'A quote or bracket is not closed',
    'A quoted text, list or mapping was opened and never closed; everything after it may belong to it.',
  ),
  SC104: error('Indentation', 'A line stands deeper or less deep than the lines it belongs to.'),
  SC105: error('Duplicate key', 'A key may stand once in a mapping; only the first is used.'),
  SC106: error(
    'Several documents in one file',
    'A file is one curriculum. What follows the `---` is not read; use `variants` or a second file with `extends`.',
  ),
  SC107: error('Empty file', 'A curriculum needs at least a model, one dataset and one stage.'),
  SC108: error(
    'Alias without a meaning',
    'An alias `*name` must follow the anchor `&name` and not lie inside it.',
  ),
  SC109: error(
    'Document too large',
    'The file is too long, nested too deep, or grows too much when its aliases are written out.',
  ),
  SC110: error(
    'Unknown key',
    'Only keys of the grammar may stand here; a misspelt key would silently do nothing.',
  ),
  SC111: error('Wrong type', 'The value is of another kind than the key needs.'),
  SC112: error('Value not allowed', 'The value is of the right kind but outside the allowed range or names.'),
  SC113: error('Missing key', 'Without this key the curriculum has no meaning.'),
  SC114: error('Missing value', 'The key stands there with nothing behind it.'),
  SC115: error('Merge key', 'The value of `<<` must be an alias of a mapping, or a list of such aliases.'),
  SC116: warning(
    'YAML tag ignored',
    'Tags such as `!env` have no meaning here; the value is used as it is written.',
  ),
  SC117: error('Key is not text', 'Keys are plain words; lists, mappings and nothing cannot be keys.'),
  SC118: error('Unknown version of the language', 'This program reads `curriculum: 1`.'),
  SC119: error('Missing colon', 'A key is followed by a colon and a space.'),
  SC120: info('More problems', 'Only the first problems of a file are listed.'),

  SC201: error('Unknown dataset', 'A stage names a dataset that `datasets` does not declare.'),
  SC202: error('Unknown stage', 'A name does not belong to any stage.'),
  SC203: error('Cycle of stages', 'A stage cannot start from itself, nor from a stage that starts from it.'),
  SC204: error(
    'Duplicate stage',
    'Two stages have the same id, or ids that differ only in case: a stage id is also the name of a folder.',
  ),
  SC205: error(
    'Name not allowed',
    'Ids become folder names on Linux, macOS and Windows: letters, digits, `.`, `_` and `-`, at most 64 characters, ' +
      'not starting with `.` or `-`, not ending in `.`, not a device name such as `con` or `nul`.',
  ),
  SC206: error('Checkpoint rule', 'A checkpoint is `best`, `last` or `step N` with N of at least 1.'),
  SC207: warning(
    'No effect in a pooled schedule',
    '`merged` and `ordered` train one stage on all rows: `from`, `checkpoint` and `until` of the stages say nothing.',
  ),
  SC208: error(
    'Unknown model',
    'A model is a preset, a Hub id such as `Qwen/Qwen3-VL-8B-Instruct`, or a folder that starts with `./`, `../` or `/`.',
  ),
  SC209: error('Unknown reward', 'A reward is built in, or a Python function written as `file.py:function`.'),
  SC210: error('Unknown engine', 'The engine must be one that this program can start.'),
  SC211: warning('Setting without effect', 'The chosen engine does not honour this setting.'),
  SC212: error('Loop of `extends`', 'A file cannot start from itself, directly or through others.'),
  SC213: error('Extended file missing', '`extends` names a file that cannot be read.'),
  SC214: error('Unknown variant', 'The variant is not declared under `variants`.'),
  SC215: error(
    'Stage starts from a later stage',
    'Stages run in the order of the list, so `from` must name a stage that stands earlier in it.',
  ),
  SC216: info(
    '`from` follows the new order',
    'A `from` that only spells out the default (the stage written directly before) stays the default when a list of ' +
      'ids gives the stages a new order. Any other `from` keeps its stage.',
  ),
  SC217: error(
    'Unknown form of data',
    'Data is a .jsonl, .json, .csv or .parquet file, or a Hub dataset with its split such as `hiyouga/geometry3k@test`.',
  ),
  SC218: warning('Dataset not used', 'No stage trains on this dataset and nothing validates on it.'),
  SC219: info(
    'Result not used',
    'No later stage starts from this stage, so its training does not reach the last model.',
  ),
  SC220: error(
    'Model does not fit the engine',
    'The embedded model is trained by the embedded engine alone.',
  ),
  SC221: info(
    'A rehearsal',
    'The embedded engine trains its own micro model in place of the named one: it rehearses the curriculum.',
  ),
  SC222: warning(
    '`pooled` has no effect',
    '`pooled` holds the settings of `merged` and `ordered` schedules.',
  ),
  SC223: error(
    'Unknown validation rows',
    '`validate` names a dataset with `val`, a data file, or a Hub dataset with split.',
  ),
  SC224: warning(
    'Setting overridden',
    'Another setting of the same place decides, so this one says nothing.',
  ),
  SC225: error('Path form', 'Paths are written out: `~`, variables and URLs are not expanded.'),
  SC226: error(
    'Unknown endpoint',
    'The name must be one of `models`, whose `url` starts with http:// or https://.',
  ),
  SC227: warning(
    '`checkpoint` has no effect',
    'The stage starts from the base model, which has no checkpoints.',
  ),
  SC228: error(
    'Dataset listed twice',
    'A stage names each dataset once; rows would otherwise be trained twice.',
  ),
  SC229: warning(
    'Capability that may be misspelt',
    'Any name is a capability of its own, which comes after the three of the paper; one that differs from them by a letter or two is rarely meant.',
  ),
  SC230: error(
    'Secret in the file',
    'A key never stands in a curriculum, which is shared and kept in version control: `key` is the name of an environment variable or of a secret of the editor.',
  ),
  SC231: warning(
    'Key sent unencrypted',
    'Over http:// everybody on the way can read the key and the data. Addresses of this machine and its own network are not warned of.',
  ),
  SC233: info(
    'Labels given by hand',
    'The run grades its answers; its failures wait for people. They are labelled in the audit browser, above each stage, or with `stagecraft label`.',
  ),
  SC234: error(
    'A judge without eyes',
    'A judge decides whether what a response says of the image is true, so it must take images. The endpoint is declared with `images: false`.',
  ),
  SC235: warning(
    'Unknown benchmark',
    'Benchmarks go by VLMEvalKit’s names, letter by letter. One that is newer than Stagecraft’s list, or a table of your own, needs its class under `classes`.',
  ),
  SC236: warning('Benchmark listed twice', 'A benchmark is run once, however often it is listed.'),
  SC237: error(
    'Split of a local file',
    'Behind `@` stands a split of a Hub dataset. The rows of a local file are all one split, `train`, whatever it is called.',
  ),

  SC260: error(
    'What a dataset is made of',
    '`make` takes exactly one of `captions`, `from` (other datasets of the file) and `failures` (of an audit).',
  ),
  SC261: error(
    'Cycle of datasets',
    'A dataset cannot be made from itself, nor from one that is made from it.',
  ),
  SC262: error(
    'Shares of the split',
    '`split` gives the shares of images that become `val` and `test`; `train` is what is left, and something must be.',
  ),
  SC263: warning(
    'Kind of questions that may be misspelt',
    'Any word is handed to the writer as a kind; those that Stagecraft knows come with a description.',
  ),
  SC264: error(
    'Prompt without a caption',
    'A prompt of your own for writing questions shows the caption where `{caption}` stands.',
  ),
  SC265: warning(
    'Split that nothing reads',
    'A dataset whose `val` or `test` is a file of its own does not read the rows that `split` sets aside.',
  ),
  SC266: error(
    'An answer without eyes',
    'What `answer_with` names answers from the image as well, and so does the model whose pass rate on questions about images is measured. The endpoint is declared with `images: false`.',
  ),
  SC267: error(
    'Outcome without an answer',
    '`keep` names what becomes of answers, but `answer_with` names no model: the condition would be unknown for every question, and none would be kept.',
  ),
  SC268: info(
    'Answers that decide nothing',
    'Models answer every question three times, and without `keep` all questions are kept whatever they say. The figures still tell how hard the questions are.',
  ),
  SC269: warning(
    'Answers cut short',
    'A model that begins with a sentence needs more than a few tokens to come to its answer. The published filter took 8, and lost or misread what was cut off.',
  ),
  SC270: error('Boundaries of difficulty', 'Boundaries are pass rates between 0 and 1, in rising order.'),
  SC271: error(
    'Reserved name',
    'In recipes, `base` is the curriculum’s own model before training and `none` is nobody, so no endpoint can have these names.',
  ),
  SC272: warning(
    'Difficulty of another sampling',
    'A pass rate tells what training will see only where it is sampled as training samples: same temperature, all tokens, no shorter answers. The published rates were sampled at temperature 0.7, top_p 0.9 and 1,024 tokens for a training at 1.0 and 2,048.',
  ),
  SC273: error(
    'Dataset written over another',
    'What is made is written as `train.jsonl`, `val.jsonl` and `test.jsonl` into a folder that nothing else uses.',
  ),
} as const satisfies Record<`SC${1 | 2}${number}`, CodeInfo>;

export type LanguageCode = keyof typeof PROBLEM_CODES;

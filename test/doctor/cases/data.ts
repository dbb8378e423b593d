import { rank, repeated, runner, trace, worker, type Case } from './prefixed';

const mismatch = (tokens: number, features: number): string =>
  `ValueError: Image features and image tokens do not match: tokens: ${tokens}, features ${features}`;

export const DATA_CASES: Readonly<Record<string, Case>> = {
  F01: {
    shows: [
      worker(trace(mismatch(3456, 4020), ['output = self.actor_module(**inputs)'])),
      repeated('ValueError: Image features and image tokens do not match, tokens: 980, features: 1024'),
    ],
    not: [
      worker(trace(mismatch(1025, 1024))),
      worker(trace(mismatch(0, 1024))),
      // The source of the check, as a trace shows it.
      worker(
        '    raise ValueError(f"Image features and image tokens do not match: tokens: {n}, features {m}")',
      ),
      runner(
        '{"problem": "What does Image features and image tokens do not match: tokens: 3, features 9 mean?"}',
      ),
    ],
  },
  F02: {
    shows: [worker(trace(mismatch(4021, 4020))), rank(mismatch(257, 256), 3)],
    not: [worker(mismatch(4022, 4020)), worker(mismatch(4020, 4021))],
  },
  F03: {
    shows: [
      worker(mismatch(0, 1024)),
      trace(
        "ValueError: The number of images does not match the number of <image> tokens in [{'role': 'user'}].",
      ),
      rank('ValueError: Please increase `cutoff_len` if a visual placeholder was truncated.'),
    ],
    not: [worker(mismatch(10, 1024)), 'INFO Found 3 images and 3 <image> tokens in the first row'],
  },
  F05: {
    shows: [
      runner(trace("KeyError: 'problem'", ['prompt_str = example[self.prompt_key]'])),
      `2026-11-22 10:00:00,123 ERROR worker.py:422 -- ray::Runner.run() (pid=99)\n${trace("KeyError: 'answer'")}`,
    ],
    not: [
      runner(trace("KeyError: 'input_ids'")),
      "user: my program says KeyError: 'answer' and I do not know why",
      runner("  'prompt_key': 'prompt',"),
    ],
  },
  F06: {
    shows: [runner(trace("TypeError: object of type 'NoneType' has no len()", ['if len(images) == 0:']))],
    not: [runner(trace("TypeError: object of type 'int' has no len()"))],
  },
  F07: {
    shows: [
      runner(trace("TypeError: Couldn't cast array of type list<item: string> to list<item: null>")),
      runner(
        trace('datasets.exceptions.DatasetGenerationError: An error occurred while generating the dataset'),
      ),
    ],
    not: [
      // Torn JSON, which has another cure.
      `${trace('pyarrow.lib.ArrowInvalid: JSON parse error: Missing a closing quotation mark in string. in row 7')}\n\nThe above exception was the direct cause of the following exception:\n\n${trace('datasets.exceptions.DatasetGenerationError: An error occurred while generating the dataset')}`,
      'Generating train split: 12000 examples [00:01, 8000.00 examples/s]',
    ],
  },
  F08: {
    shows: [
      runner(trace("AttributeError: 'int' object has no attribute 'strip'", ['return answer.strip()'])),
    ],
    not: [runner(trace("AttributeError: 'NoneType' object has no attribute 'shape'"))],
  },
  F09: {
    shows: [
      runner(
        trace("FileNotFoundError: [Errno 2] No such file or directory: '/data/images/docci/test_0001.jpg'"),
      ),
      runner('Image directory data/images not found.'),
    ],
    not: [
      runner(trace("FileNotFoundError: [Errno 2] No such file or directory: '/data/train.jsonl'")),
      'cp: /tmp/logo.png: No such file or directory',
    ],
  },
  F10: {
    shows: [
      runner(trace("PIL.UnidentifiedImageError: cannot identify image file '/data/images/7.png'")),
      runner(trace('OSError: image file is truncated (12 bytes not processed)')),
      trace(
        'PIL.Image.DecompressionBombError: Image size (400000000 pixels) exceeds limit of 178956970 pixels',
      ),
    ],
    not: [
      'PIL/Image.py:3368: DecompressionBombWarning: Image size (90000000 pixels) exceeds limit of 89478485 pixels',
      runner('answer: the image file is truncated at the left edge'),
    ],
  },
  F41: {
    shows: [worker(trace('ValueError: At most 1 image(s) may be provided in one request.'))],
    not: [worker('INFO limit_mm_per_prompt: at most 4 images a prompt')],
  },
  F54: {
    shows: [
      worker(trace("TypeError: VideoMetadata.__init__() missing 1 required positional argument: 'fps'")),
      worker('IndexError: list index out of range (video_grid_thw)'),
    ],
    not: [worker(trace('IndexError: list index out of range'))],
  },
  F55: {
    shows: [
      runner(
        'Filtering overlong prompts (num_proc=16):  12%|█▏        | 4500/38000 [10:12<1:15:40,  7.38 examples/s]',
      ),
      'Filtering overlong prompts:   3%|▎    | 300/9000 [00:40<19:20,  7.5 examples/s]\rFiltering overlong prompts:   4%|▍    | 360/9000 [00:48<19:12,  7.5 examples/s]',
    ],
    not: [
      runner(
        'Filtering overlong prompts (num_proc=16): 100%|██████| 38000/38000 [00:21<00:00, 1780.38 examples/s]',
      ),
      'Map (num_proc=2):  10%|█         | 100/1000 [10:00<1:30:00,  0.17 examples/s]',
    ],
  },
};

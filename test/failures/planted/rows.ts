import { readFileSync } from 'node:fs';
import { lines, picture, rowOf } from '../workspace';
import { rows, options, type Planted } from './tools';

/** Mistakes of rows, images and lengths. */
export const ROW_FAULTS: readonly Planted[] = [
  {
    id: 'F01',
    what: 'an image with more tokens than a prompt may have',
    plant: async (workspace) => {
      workspace.write('pictures/large.png', await picture(2048, 2048));
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 6 ? { images: ['large.png'] } : {})),
      );
    },
    code: 'SC440',
    severity: 'warning',
    at: 'd',
    says: /1 of 256 prompts of stage `s` is longer than `max_prompt_length: 2048`, such as row 7 of `d` with 41\d\d tokens \(4098 of 1 image, about \d+ of text; Qwen3-VL: 32 x 32 pixels a token\); EasyR1 leaves them out$|1 of 256 prompts.*41\d\d tokens.*instead of/,
    fix: /Set `max_prompt_length` to 41\d\d or more, or make images smaller: `engine_options: \{ data\.max_pixels: \d+ \}`/,
  },
  {
    id: 'F01',
    what: 'the same, cut through its image',
    plant: async (workspace) => {
      workspace.write('pictures/a.png', await picture(2048, 2048));
      options('data.filter_overlong_prompts: false')(workspace);
    },
    code: 'SC440',
    severity: 'error',
    at: 'd',
    says: /256 of 256 prompts.*`data\.filter_overlong_prompts: false` EasyR1 cuts them through their images and stops/,
    fix: /max_prompt_length/,
  },
  {
    id: 'F03',
    what: 'two placeholders for one image',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 4 ? { problem: '<image><image>What?' } : {})),
      ),
    code: 'SC330',
    severity: 'error',
    at: 'd.jsonl:5',
    says: /<image> 2 times but the row has 1 image, row 5/,
    fix: /./,
  },
  {
    id: 'F04',
    what: 'an image column that is not there',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        lines(
          Array.from({ length: 256 }, (_, index) => {
            const { images: _images, ...row } = rowOf(index);
            return { ...row, pictures: ['a.png'] };
          }),
        ),
      ),
    code: 'SC330',
    severity: 'warning',
    at: 'd.jsonl:1',
    says: /The question says <image> but the file has no image column, row 1 \(and 255 more like it\)/,
    fix: /columns: \{ images:/,
  },
  {
    id: 'F05',
    what: 'a column for the answer that is not there',
    plant: (workspace) =>
      workspace.edit('images: pictures', 'images: pictures, columns: { answer: solution }'),
    code: 'SC304',
    severity: 'error',
    at: /solution|d\.jsonl/,
    says: /no column solution, which the curriculum names as answer/,
    fix: /It has|Did you mean/,
  },
  {
    id: 'F06',
    what: 'rows whose images are null',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 2 || index === 3 ? { images: null, problem: `${index}?` } : {})),
      ),
    code: 'SC332',
    severity: 'info',
    at: 'd.jsonl:3',
    says: /The row has no list of images, while row 1 has one, row 3 \(and 1 more like it\)/,
    fix: /Write `\[\]`/,
  },
  {
    id: 'F07',
    what: 'images that begin after more than 10 MB of text',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) =>
          index < 200 ? { images: [], problem: `${index}?`, note: 'x'.repeat(60_000) } : {},
        ),
      ),
    code: 'SC333',
    severity: 'info',
    at: 'd.jsonl:201',
    says: /The first images come after 11\.5 MB of rows without: `datasets` takes the column’s type from the first 10 MB, row 201/,
    fix: /Put a row with an image first, or save the file as Parquet/,
  },
  {
    id: 'F08',
    what: 'answers that are numbers',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index > 5 ? { answer: index + 3 } : {})),
      ),
    code: 'SC327',
    severity: 'info',
    at: 'd.jsonl:7',
    says: /The gold answer 9 is a number, not a text, row 7 \(and 249 more like it\)/,
    fix: /Write it in quotes/,
  },
  {
    id: 'F08',
    what: 'an answer that is a list',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 1 ? { answer: ['4'] } : {})),
      ),
    code: 'SC322',
    severity: 'error',
    at: 'd.jsonl:2',
    says: /The gold answer is a list, row 2/,
    fix: /Write the one text or number/,
  },
  {
    id: 'F09',
    what: 'an image that is not there',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 8 ? { images: ['b.png'] } : {})),
      ),
    code: 'SC340',
    severity: 'error',
    at: 'd.jsonl:9',
    says: /The image b\.png does not exist, row 9/,
    fix: /relative to `images:` of the dataset/,
  },
  {
    id: 'F09',
    what: 'an image folder that is not there',
    plant: (workspace) => workspace.edit('images: pictures', 'images: no-pictures'),
    code: 'SC428',
    severity: 'error',
    at: /./,
    says: /There is no image folder .*no-pictures/,
    fix: /Correct `images`/,
  },
  {
    id: 'F10',
    what: 'an image that is cut off',
    plant: (workspace) =>
      workspace.write('pictures/a.png', readFileSync(workspace.path('pictures/a.png')).subarray(0, 80)),
    code: 'SC341',
    severity: 'error',
    at: 'd.jsonl:1',
    says: /a\.png cannot be used: the PNG file is truncated/,
    fix: /./,
  },
  {
    id: 'F10',
    what: 'an image that is far longer than it is high',
    plant: async (workspace) => workspace.write('pictures/a.png', await picture(2010, 10)),
    code: 'SC344',
    severity: 'warning',
    at: 'd.jsonl:1',
    says: /a\.png is 2010 x 10 pixels: one side is more than 200 times the other/,
    fix: /crop it/,
  },
  {
    id: 'F11',
    what: 'prompts longer than the sampler takes',
    plant: options('worker.rollout.max_model_len: 280'),
    code: 'SC442',
    severity: 'error',
    at: '280',
    says: /256 of 256 prompts of stage `s` do not fit into `worker\.rollout\.max_model_len: 280`, such as row 1 of `d` with 3\d\d tokens/,
    fix: /Set it to 2432/,
  },
  {
    id: 'F12',
    what: 'a pass with less room than a prompt and a response',
    plant: options('worker.rollout.max_num_batched_tokens: 4000'),
    code: 'SC425',
    severity: 'error',
    at: '4000',
    says: /A prompt of 2048 and a response of 2048 tokens .* do not fit into 4000/,
    fix: /worker\.rollout\.max_num_batched_tokens: 4096/,
  },
  {
    id: 'F13',
    what: 'rows longer than supervised fine-tuning keeps',
    base: 'sft',
    plant: options('max_length: 200'),
    code: 'SC442',
    severity: 'error',
    at: '200',
    says: /256 of 256 rows of stage `s` are longer than `max_length: 200`.*TRL cuts them through their images and stops/,
    fix: /Leave `max_length` out/,
  },
  {
    id: 'F14',
    what: 'prompts that are long by their images alone, in a filter that counts text',
    base: 'trl',
    plant: async (workspace) => workspace.write('pictures/a.png', await picture(2048, 2048)),
    code: 'SC440',
    severity: 'warning',
    at: 'd',
    says: /256 of 256 prompts.*`max_prompt_length: 2048`.*TRL cuts no prompt and takes them whole/,
    fix: /Set `max_prompt_length` to 41\d\d or more/,
  },
  {
    id: 'F15',
    what: 'long prompts that leave less than a batch',
    plant: async (workspace) => {
      workspace.write('pictures/large.png', await picture(2048, 2048));
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index >= 100 ? { images: ['large.png'] } : {})),
      );
    },
    code: 'SC441',
    severity: 'error',
    at: 'd',
    says: /156 of 256 prompts.*100 are left, and a step takes 128/,
    fix: /max_prompt_length/,
  },
  {
    id: 'F15',
    what: 'a condition that leaves less than a batch',
    plant: (workspace) => workspace.edit('    data: d\n', '    data: d\n    where: pass_rate > 0.8\n'),
    code: 'SC240',
    severity: 'error',
    at: '128',
    says: /36 rows, and a step takes 128/,
    fix: /Set `batch` to 36 or less/,
  },
];

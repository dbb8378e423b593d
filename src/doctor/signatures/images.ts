import { statement } from '../text/statement';
import { doubled, numberOf } from './settings';
import type { LinePattern, Signature } from './types';

/** transformers' check; its punctuation changed over the versions. */
const MISMATCH: Pick<LinePattern, 'has' | 'pattern'> = {
  has: 'mage features and image tokens do not match',
  pattern: statement(
    '[Ii]mage features and image tokens do not match\\s?[:,]{0,2}\\s?tokens:\\s?(\\d{1,12}),?\\s?features:?\\s?(\\d{1,12})',
  ),
};
const tokens = (match: RegExpExecArray): number => Number(match[1]);
const features = (match: RegExpExecArray): number => Number(match[2]);

/** Failures between the images of a row and the tokens that stand for them. */
export const IMAGE_SIGNATURES: readonly Signature[] = [
  {
    id: 'F01',
    title: 'Prompt was cut through its image tokens',
    kind: 'fatal',
    message: 'The prompt has another number of image tokens than its images have features',
    cause:
      'A prompt longer than the limit is cut at the limit, and the cut went through the tokens of an image. The rows were not filtered by their length with images.',
    fix: 'Raise `max_prompt_length`, lower the largest image size (`data.max_pixels`), and keep `filter_overlong_prompts` on.',
    key: 'max_prompt_length',
    lines: [
      {
        ...MISMATCH,
        when: (match) =>
          tokens(match) !== 0 && tokens(match) !== features(match) && tokens(match) !== features(match) + 1,
        says: (match) =>
          `The prompts have ${tokens(match)} image tokens, but their images have ${features(match)} features: a prompt was cut through an image`,
      },
    ],
    suggest: (settings) => doubled(numberOf(settings, 'max_prompt_length')),
  },
  {
    id: 'F02',
    title: 'The model sampled an image token',
    kind: 'fatal',
    message: 'There is exactly one image token too many: the model wrote one into its response',
    cause:
      'Nothing keeps the model from sampling the token that stands for image features; when it does, the response has an image token without an image. The data is not at fault.',
    fix: 'Ban the image token in sampling: EasyR1 does so in newer versions (`logit_bias` -100); for TRL set `generation_kwargs: { suppress_tokens: [...] }`.',
    key: { easyr1: '/engine', trl: 'engine_options.generation_kwargs', embedded: '/engine' },
    lines: [
      {
        ...MISMATCH,
        when: (match) => tokens(match) === features(match) + 1 && tokens(match) > 1,
        says: (match) =>
          `The sequences have ${tokens(match)} image tokens, one more than the ${features(match)} features: the model wrote an image token into its response`,
      },
    ],
  },
  {
    id: 'F03',
    title: '`<image>` placeholders do not match the images',
    kind: 'fatal',
    message: 'A row has another number of `<image>` placeholders than images',
    cause:
      'Each image needs one `<image>` in the text of its row. Usual reasons: the placeholder is missing, the text holds a literal `<image>`, or the images are one path instead of a list of paths.',
    fix: 'Make the number of `<image>` in each question equal to the length of its list of images; write a single path as a list.',
    key: 'data',
    lines: [
      {
        has: 'The number of images does not match the number of',
        pattern: statement('The number of images does not match the number of <image> tokens'),
      },
      {
        ...MISMATCH,
        when: (match) => tokens(match) === 0 && features(match) > 0,
        says: (match) =>
          `The images have ${features(match)} features, but no prompt has an image token: the \`<image>\` placeholders are missing`,
      },
      {
        has: 'Please increase `cutoff_len` if a',
        pattern: statement('.{0,200}Please increase `cutoff_len` if a (?:visual|video|image|audio)'),
      },
    ],
  },
  {
    id: 'F04',
    title: 'Trained without its images',
    kind: 'silent',
    message: 'The prompts are too short to hold an image: the model seems to be trained blind',
    cause:
      'When the column of the images is not in the data, EasyR1 raises nothing: it feeds the literal text `<image>` and no picture.',
    fix: 'Set the column of the images (`columns.images` of the dataset, `data.image_key`) to the one in the data file.',
    key: 'data',
    lines: [],
  },
  {
    id: 'F09',
    title: 'Image file is missing',
    kind: 'fatal',
    message: 'An image is not where the rows say',
    cause:
      'The path of an image is joined to the image folder. The folder is another one, or was never unpacked; a folder that does not exist is dropped silently by EasyR1.',
    fix: 'Correct `images` of the dataset, or unpack the images there. Validation rows use the same folder.',
    key: 'data',
    lines: [
      {
        has: 'No such file or directory',
        pattern: statement(
          '(?:\\[Errno 2\\] )?No such file or directory:\\s[^\\n]{0,3000}?\\.(?:jpe?g|png|webp|gif|bmp|tiff?)\\b',
          'i',
        ),
        when: (match) => match.input.includes('FileNotFoundError'),
      },
      { has: 'Image directory', pattern: statement('Image directory .{1,1000} not found') },
    ],
  },
  {
    id: 'F10',
    title: 'Image cannot be read',
    kind: 'fatal',
    message: 'An image is damaged, or is no image',
    cause: 'A file is cut off, empty, an error page saved as a picture, or far larger than pictures are.',
    fix: 'Remove the row or write the image anew; `stagecraft check` opens every image and names the bad ones.',
    key: 'data',
    lines: [
      {
        has: 'cannot identify image file',
        pattern: /(?:^|[\s(:])(?:PIL\.)?UnidentifiedImageError: cannot identify image file/,
      },
      {
        has: 'image file is truncated',
        pattern: /(?:^|[\s(:])OSError: image file is truncated/,
      },
      {
        has: 'DecompressionBombError',
        pattern: /(?:^|[\s(:])(?:PIL\.Image\.)?DecompressionBombError(?::|$)/,
      },
    ],
  },
  {
    id: 'F41',
    title: 'Too many images in one prompt',
    kind: 'fatal',
    message: 'A row has more images than vLLM accepts for a prompt',
    cause: 'vLLM takes a fixed number of images a prompt, one unless told otherwise.',
    fix: 'Set `worker.rollout.limit_images` to the largest number of images in a row.',
    key: { easyr1: 'engine_options.worker.rollout.limit_images', trl: 'data', embedded: 'data' },
    lines: [
      {
        has: 'image(s) may be provided in one',
        pattern: statement(
          '.{0,200}?At most (\\d{1,9}) image\\(s\\) may be provided in one (?:request|prompt)',
        ),
        says: (match) => `A row has more than the ${match[1] ?? ''} images that vLLM accepts for one prompt`,
      },
    ],
  },
  {
    id: 'F54',
    title: 'Video metadata of Qwen3-VL',
    kind: 'fatal',
    message: 'The engine is too old for videos with this model',
    cause: 'Qwen3-VL wants the frame times of a video; EasyR1 before March 2026 does not hand them over.',
    fix: 'Update EasyR1, or take the videos out of the data.',
    key: '/engine',
    lines: [
      {
        has: 'VideoMetadata.__init__() missing',
        pattern: statement('VideoMetadata\\.__init__\\(\\) missing 1 required positional argument'),
      },
      {
        has: 'video_grid_thw',
        pattern: statement('list index out of range.{0,1000}video_grid_thw'),
      },
    ],
  },
];

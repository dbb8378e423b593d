import { messageOf, UserError } from '../errors';

/** Sizes of the micro vision-language model; with the parameters they are the whole model. */
export interface ModelConfig {
  /** Side of the square that images are fitted into, in pixels. */
  readonly image: number;
  /** Side of a patch, in pixels; divides `image`. */
  readonly patch: number;
  /** Width of the hidden layer of the patch encoder. */
  readonly patchHidden: number;
  /** Longest text (prompt and response together), in tokens. */
  readonly text: number;
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of a block's hidden layer, as a multiple of `width`. */
  readonly mlp: number;
  /** The output layer is the token embedding itself. */
  readonly tied: boolean;
  /** A channel value v in [0, 1] is given to the model as (v - mean) / std. */
  readonly mean: number;
  readonly std: number;
  /** The question by which the model was taught to describe an image. */
  readonly captionRequest: string;
}

export const DEFAULT_CONFIG = {
  image: 48,
  patch: 8,
  patchHidden: 128,
  text: 160,
  width: 64,
  layers: 3,
  heads: 4,
  mlp: 4,
  tied: false,
  mean: 1,
  std: 0.5,
  captionRequest: 'Describe the image.',
} as const satisfies Omit<ModelConfig, 'vocabulary'>;

/** Patches of an image, in reading order. */
export const patchCount = (config: ModelConfig): number => (config.image / config.patch) ** 2;
/** Numbers of a patch: rows of pixels, three channels a pixel. */
export const patchSize = (config: ModelConfig): number => config.patch ** 2 * 3;
export const headSize = (config: ModelConfig): number => config.width / config.heads;

/** Upper bounds keep a hostile config from asking for all memory. */
const LIMITS = {
  image: 1024,
  patch: 256,
  patchHidden: 8192,
  text: 4096,
  vocabulary: 131_072,
  width: 4096,
  layers: 64,
  heads: 64,
  mlp: 16,
} as const;

/** Reads the text of a `config.json`; throws an `Error` that names the file and the key. */
export function parseConfig(text: string, file: string): ModelConfig {
  const fail = (why: string): Error => new UserError(`${file} is not a model of the embedded engine: ${why}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(messageOf(error));
  }
  const raw = (value ?? {}) as Record<string, unknown>;
  if (raw.format !== 'stagecraft-micro-vlm') throw fail('`format` must be "stagecraft-micro-vlm".');
  const size = (key: keyof typeof LIMITS): number => {
    const found = raw[key];
    if (typeof found !== 'number' || !Number.isInteger(found) || found < 1 || found > LIMITS[key])
      throw fail(`\`${key}\` must be a whole number from 1 to ${LIMITS[key]}.`);
    return found;
  };
  const number = (key: 'mean' | 'std'): number => {
    const found = raw[key];
    if (typeof found !== 'number' || !Number.isFinite(found)) throw fail(`\`${key}\` must be a number.`);
    return found;
  };
  const { tied, captionRequest } = raw;
  if (typeof tied !== 'boolean') throw fail('`tied` must be true or false.');
  if (typeof captionRequest !== 'string') throw fail('`captionRequest` must be a text.');
  const config: ModelConfig = {
    image: size('image'),
    patch: size('patch'),
    patchHidden: size('patchHidden'),
    text: size('text'),
    vocabulary: size('vocabulary'),
    width: size('width'),
    layers: size('layers'),
    heads: size('heads'),
    mlp: size('mlp'),
    tied,
    mean: number('mean'),
    std: number('std'),
    captionRequest,
  };
  const wrong = inconsistency(config);
  if (wrong !== undefined) throw fail(wrong);
  return config;
}

/** The text of a `config.json`. */
export const formatConfig = (config: ModelConfig): string =>
  `${JSON.stringify({ format: 'stagecraft-micro-vlm', ...config }, null, 2)}\n`;

/** What is wrong between the sizes of a config, if anything. */
export function inconsistency(config: ModelConfig): string | undefined {
  if (config.image % config.patch !== 0) return '`patch` must divide `image`.';
  if (config.width % config.heads !== 0) return '`heads` must divide `width`.';
  if (config.std === 0) return '`std` must not be 0.';
  if (config.text < 8) return '`text` must be at least 8.';
  return undefined;
}

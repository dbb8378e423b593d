import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, UserError } from '../errors';
import { formatConfig, parseConfig, type ModelConfig } from '../model';
import { parseTokenizer, type Tokenizer } from '../tokenizer';
import { decodeSafetensors, encodeSafetensors, type SafetensorsType } from './safetensors';
import { fromTensors, toTensors } from './tensors';

/** Everything that answers depend on. A folder of `config.json`, `tokenizer.json`, `model.safetensors`. */
export interface Model {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  /** All parameters, flat. Training changes it in place. */
  readonly theta: Float32Array;
}

export const MODEL_FILES = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;

/** Reads a model folder; an `Error` says which file is missing or wrong and why. */
export async function loadModel(folder: string): Promise<Model> {
  const [configFile, tokenizerFile, weightsFile] = MODEL_FILES.map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const config = parseConfig(await text(configFile), configFile);
  const tokenizer = parseTokenizer(await text(tokenizerFile), tokenizerFile);
  if (tokenizer.size !== config.vocabulary)
    throw new UserError(
      `${tokenizerFile} has ${tokenizer.size} tokens, but ${configFile} says ${config.vocabulary}.`,
    );
  const tensors = decodeSafetensors(await bytes(weightsFile), weightsFile);
  return { config, tokenizer, theta: fromTensors(config, tensors, weightsFile) };
}

/** Writes a model folder. `F16` halves the file; it reads back rounded. */
export async function saveModel(folder: string, model: Model, type: SafetensorsType = 'F32'): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of modelFiles(model, type)) await writeFile(join(folder, name), content);
}

/** The files of a model folder and their contents. */
export const modelFiles = (
  { config, tokenizer, theta }: Model,
  type: SafetensorsType = 'F32',
): readonly (readonly [string, string | Uint8Array])[] => [
  ['config.json', formatConfig(config)],
  ['tokenizer.json', `${JSON.stringify(tokenizer.file())}\n`],
  ['model.safetensors', encodeSafetensors(toTensors(config, theta), { format: 'stagecraft' }, type)],
];

const text = async (file: string): Promise<string> => new TextDecoder().decode(await bytes(file));

async function bytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new UserError(`${file} ${reason}`, {
      hint: `A model folder of the embedded engine holds ${MODEL_FILES.join(', ')}.`,
      cause: error,
    });
  }
}

import {
  DEFAULT_CONFIG,
  makeTokenizer,
  newModel,
  toPatches,
  type Model,
  type ModelConfig,
  type SftExample,
} from '../../../src/engines/embedded';
import { randomStream } from '../../../src/engines/embedded/random';

const WORDS = [
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '+',
  '=',
  '?',
  '.',
  'How',
  'many',
  'red',
  'is',
  '\\boxed{',
  '}',
];

/** A model small enough for a test: two layers, four patches, 0.02M parameters. */
export function tinyModel(seed = 1, changes: Partial<ModelConfig> = {}): Model {
  const tokenizer = makeTokenizer(WORDS);
  const config = {
    ...DEFAULT_CONFIG,
    image: 8,
    patch: 4,
    patchHidden: 16,
    text: 40,
    width: 16,
    layers: 2,
    heads: 2,
    mlp: 2,
    vocabulary: tokenizer.size,
    ...changes,
  };
  return newModel(config, tokenizer, seed);
}

/** A white picture with `count` red quarters. */
export function redQuarters(config: ModelConfig, count: number): Float32Array {
  const side = config.image;
  const data = new Uint8Array(side * side * 3).fill(255);
  for (let quarter = 0; quarter < count; quarter++)
    for (let y = 0; y < side / 2; y++)
      for (let x = 0; x < side / 2; x++) {
        const row = y + Math.floor(quarter / 2) * (side / 2);
        const at = (row * side + x + (quarter % 2) * (side / 2)) * 3;
        data[at + 1] = data[at + 2] = 0;
      }
  return toPatches(config, { width: side, height: side, data });
}

/** Examples with and without image: `How many red + b?` and `a + b = ?`. */
export function examples(model: Model, count: number, seed: number): SftExample[] {
  const random = randomStream(seed);
  return Array.from({ length: count }, () => {
    const a = Math.floor(random() * 5);
    const b = Math.floor(random() * 4);
    const response = `${a} + ${b} = \\boxed{${a + b}}`;
    return random() < 0.5
      ? { question: `How many red + ${b}?`, patches: redQuarters(model.config, a), response }
      : { question: `${a} + ${b} = ?`, response };
  });
}

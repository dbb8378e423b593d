import { isAbsolute, resolve, dirname } from 'node:path';
import { presetOf, type Curriculum, type ModelRef, type StageSettings } from '../../language';
import type { TrlOptions } from './spec';

/** What the text of `engine: { trl: ... }` says, with defaults. A processor computes in 32 bits unless told. */
export function trlOptions({ engine }: Curriculum, { gpus }: Pick<StageSettings, 'gpus'>): TrlOptions {
  const { precision, adapter, lora_rank: rank, vllm } = engine.options;
  return {
    precision: isOneOf(PRECISIONS, precision) ? precision : gpus === 0 ? 'fp32' : 'bf16',
    adapter: isOneOf(ADAPTERS, adapter) ? adapter : 'none',
    lora_rank: typeof rank === 'number' && Number.isSafeInteger(rank) && rank > 0 ? rank : 16,
    vllm: vllm === true,
  };
}

const PRECISIONS = ['bf16', 'fp16', 'fp32'] as const;
const ADAPTERS = ['none', 'lora', 'qlora'] as const;

const isOneOf = <T extends string>(words: readonly T[], value: unknown): value is T =>
  words.some((word) => word === value);

/** Absolute path of the configuration for `accelerate launch`, when the engine is given one. */
export function accelerateConfig({ engine, file }: Curriculum): string | undefined {
  const { accelerate } = engine.options;
  if (typeof accelerate !== 'string' || accelerate === '') return undefined;
  return isAbsolute(accelerate) ? accelerate : resolve(dirname(file), accelerate);
}

/** Hub id or absolute folder of a model; nothing for the micro model, which only the embedded engine trains. */
export function modelName(model: ModelRef): string | undefined {
  switch (model.kind) {
    case 'folder':
      return model.path;
    case 'hub':
      return model.id;
    case 'preset':
      return presetOf(model.name)?.hub;
  }
}

/**
 * `engine_options` as keyword arguments: the language keeps nested keys flat (`model_init_kwargs.dtype`), TRL wants a
 * mapping. A mapping that is written whole stays as it is.
 */
export function keywordArguments(
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const nested: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    const way = key.split('.');
    const last = way.pop() ?? key;
    let at = nested;
    for (const word of way) at = childOf(at, word);
    put(at, last, value);
  }
  return nested;
}

/** As an own property whatever the word is: `__proto__` in a file must not change what objects are. */
const put = (map: Record<string, unknown>, word: string, value: unknown): void =>
  void Object.defineProperty(map, word, { value, enumerable: true, configurable: true, writable: true });

function childOf(map: Record<string, unknown>, word: string): Record<string, unknown> {
  const known = Object.hasOwn(map, word) ? map[word] : undefined;
  if (typeof known === 'object' && known !== null && !Array.isArray(known))
    return known as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  put(map, word, made);
  return made;
}

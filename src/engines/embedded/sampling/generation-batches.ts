import { patchCount, textBucket, type BatchShape, type ModelConfig } from '../model';
import type { Prompt } from '../sequence';

/** Responses decoded together, and prompt positions read together: bounds on working memory. */
const MOST_RESPONSES = 128;
const MOST_POSITIONS = 8192;

export interface GenerationBatch {
  /** Indices of prompts, at most `shape.rows`. */
  readonly members: readonly number[];
  readonly shape: BatchShape;
}

/** Groups prompts with an image and those without into batches of a few static shapes. */
export function generationBatches(
  config: ModelConfig,
  prompts: readonly Prompt[],
  group: number,
): readonly GenerationBatch[] {
  return [true, false].flatMap((images) => {
    const members = prompts.flatMap((prompt, i) => ((prompt.patches !== undefined) === images ? [i] : []));
    if (members.length === 0) return [];
    const longest = Math.max(...members.map((member) => prompts[member]?.tokens.length ?? 0));
    const length = textBucket(config, longest);
    const positions = length + (images ? patchCount(config) : 0);
    const most = Math.max(
      1,
      Math.min(Math.floor(MOST_RESPONSES / group), Math.floor(MOST_POSITIONS / positions)),
    );
    const batches: GenerationBatch[] = [];
    for (let start = 0; start < members.length; start += most) {
      const part = members.slice(start, start + most);
      const rows = Math.min(most, 2 ** Math.ceil(Math.log2(part.length)));
      batches.push({ members: part, shape: { rows, length, images } });
    }
    return batches;
  });
}

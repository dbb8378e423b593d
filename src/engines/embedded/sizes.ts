import { dirname, join } from 'node:path';
import { readRegularText } from '../../data';
import type { Plan, PlannedStage } from '../../plan';
import { parseConfig } from './model/config';
import { parameterCount } from './model/parameters';
import { baseModel } from './options/base-model';
import { parseOptions } from './options/options';

/** What the weights of a stage's model take, exactly: counted from the sizes of its model. */
export interface EmbeddedSizes {
  readonly parameters: number;
  /** Bytes of one checkpoint: weights and both moments of AdamW in 32 bits, and the tokenizer. */
  readonly checkpoint: number;
}

const BYTES = 4;
/** The weights and AdamW's two moments. */
const COPIES = 3;

/** Sizes of a stage's model and checkpoints; nothing when its base model cannot be read, which `check` reports. */
export async function embeddedSizes(plan: Plan, stage: PlannedStage): Promise<EmbeddedSizes | undefined> {
  const { options } = parseOptions({ ...plan.curriculum.engine.options, ...stage.engineOptions });
  const { folder } = baseModel(plan.curriculum, options);
  const config = await readRegularText(join(folder, 'config.json'));
  const tokenizer = await readRegularText(join(folder, 'tokenizer.json'));
  if (config.kind !== 'text' || tokenizer.kind !== 'text') return undefined;
  try {
    const parameters = parameterCount(parseConfig(config.text, dirname(folder)));
    const texts = Buffer.byteLength(config.text) + Buffer.byteLength(tokenizer.text);
    return { parameters, checkpoint: parameters * BYTES * COPIES + texts };
  } catch {
    return undefined;
  }
}

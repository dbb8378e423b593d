import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Curriculum } from '../../language';
import { EvaluateError } from '../error';

/** EasyR1's own program joins the pieces that it saves. */
export interface MergeStep {
  readonly script: string;
  /** `global_step_N/actor`: its `huggingface` folder gets the weights. */
  readonly actor: string;
  readonly cwd: string;
}

/** The step that joins a checkpoint of EasyR1. Throws an `EvaluateError` when its program is not known. */
export function mergeOf(actor: string, { engine }: Curriculum): MergeStep {
  const { home } = engine.options;
  const script = typeof home === 'string' ? join(home, 'scripts', 'model_merger.py') : undefined;
  if (typeof home === 'string' && script !== undefined && existsSync(script))
    return { script, actor, cwd: home };
  throw new EvaluateError(
    `The weights in ${actor} are in pieces, as EasyR1 saves them.`,
    `Join them in a checkout of EasyR1: \`python3 scripts/model_merger.py --local_dir ${actor}\`; or say where the checkout is: \`engine: { easyr1: { home: ... } }\`.`,
  );
}

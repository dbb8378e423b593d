import { DataError } from '../../../data';
import { RewardError } from '../../../rewards';
import { UserError } from '../errors';
import type { RunnerContext } from './context';
import { predict } from './predict';
import { readSpec } from './spec';
import { trainStage } from './train';

/** Does what the spec says. Returns the exit code; a failure has been told as an event. */
export async function work(specFile: string, context: RunnerContext): Promise<0 | 1> {
  try {
    const spec = readSpec(specFile);
    await (spec.kind === 'train' ? trainStage(spec, context) : predict(spec, context));
    return 0;
  } catch (error) {
    context.emit({ type: 'failed', ...explain(error, context) });
    return 1;
  }
}

/** A person's mistake speaks for itself; of a fault of ours the details go to the log. */
function explain(
  error: unknown,
  context: RunnerContext,
): { readonly message: string; readonly hint?: string } {
  if (error instanceof DataError) {
    const { message, hint } = error.problem;
    return { message, ...(hint === undefined ? {} : { hint }) };
  }
  if (error instanceof UserError || error instanceof RewardError)
    return { message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  const text = error instanceof Error ? error.message : String(error);
  context.log(error instanceof Error ? (error.stack ?? text) : text);
  return { message: `The embedded engine failed: ${text}`, hint: 'The log has the details.' };
}

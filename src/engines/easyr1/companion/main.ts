import { errorText } from '../../../protocol';
import { UserError } from '../../embedded/errors';
import { listenToSupervisor } from '../../supervised';
import { trainOnCluster } from './cluster/train-on-cluster';
import type { Context } from './context';
import { mergeAll } from './merge';
import { predict } from './predict';
import { readSpec } from './read-spec';
import type { CompanionSpec } from './spec';
import { trainHere } from './train-here';
import { processVoice } from './voice';
import { Wishes, type Wish } from './wish';

/**
 * The companion of EasyR1: merges what must be merged, runs EasyR1 (`entry` is the bundle itself) and follows it. Asked
 * on standard input, it stops; when that ends, its supervisor has died: a process of this machine is ended then, a job
 * on a cluster goes on and is found again. Resolves to the exit code.
 */
export async function runCompanion(entry: string, specFile: string): Promise<number> {
  const voice = processVoice;
  const wishes = new Wishes();
  let onSignal: Wish = 'stop';
  const letGo = listenToSupervisor({
    onRequest: ({ reason }) => wishes.ask(reason ?? 'stop'),
    onOrphaned: () => wishes.ask('leave'),
    onSignal: () => wishes.ask(onSignal, wishes.over),
  });
  try {
    const spec = await readSpec(specFile);
    // A machine that goes down ends its processes; a job on a cluster need not know.
    if (spec.kind === 'train' && spec.cluster !== undefined) onSignal = 'leave';
    return await run(spec, { voice, wishes, entry });
  } catch (error) {
    const known = error instanceof UserError;
    if (!known) voice.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    voice.tell({
      type: 'failed',
      message: known ? error.message : `The companion of EasyR1 failed: ${errorText(error)}`,
      hint: (known ? error.hint : undefined) ?? 'The log has the details.',
    });
    return 1;
  } finally {
    letGo();
  }
}

async function run(spec: CompanionSpec, context: Context): Promise<number> {
  const merged = await mergeAll(spec.merges, context);
  if (!merged || context.wishes.over) {
    context.voice.tell({ type: 'finished', step: 0, reason: 'stopped' });
    return 0;
  }
  if (spec.kind === 'predict') return await predict(spec, context);
  const { cluster } = spec;
  return cluster === undefined
    ? await trainHere(spec, context)
    : await trainOnCluster(spec, cluster, context);
}

import { createInterface } from 'node:readline';
import { errorText } from '../../../protocol';
import { UserError } from '../../embedded/errors';
import { trainOnCluster } from './cluster/train-on-cluster';
import type { Context } from './context';
import { isRecord } from './follow/python-json';
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
  const requests = createInterface({ input: process.stdin });
  requests.on('line', (line) => {
    const wish = wishOf(line);
    if (wish !== undefined) wishes.ask(wish);
  });
  requests.on('close', () => wishes.ask('leave'));
  // Whoever read our output is gone; there is no one to tell.
  process.stdout.on('error', () => wishes.ask('leave'));
  process.stderr.on('error', () => wishes.ask('leave'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => wishes.ask(onSignal, wishes.over));
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
    requests.removeAllListeners('close');
    requests.close();
    process.stdin.destroy();
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

/** What a line on standard input asks for; anything else is nobody's wish. */
function wishOf(line: string): Wish | undefined {
  try {
    const request: unknown = JSON.parse(line);
    if (!isRecord(request) || request.type !== 'stop') return undefined;
    return request.reason === 'until' ? 'until' : 'stop';
  } catch {
    return undefined;
  }
}

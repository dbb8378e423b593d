import { basename, dirname, join } from 'node:path';
import type { ChildEnd } from '../../child-end';
import { UserError } from '../../embedded/errors';
import type { Context } from './context';
import { ConsoleReader } from './follow/console';
import { startChild } from './process/child';
import type { Merge } from './spec';
import { weightsFault } from './weights';

const PATIENCE = { interruptMs: 5000, terminateMs: 3000 };

/**
 * Joins the weights of checkpoints that are still in pieces, one after another, and looks whether they are there then.
 * False when it was stopped. Rejects with an `UserError` that says what is missing and what to do.
 */
export async function mergeAll(merges: readonly Merge[], context: Context): Promise<boolean> {
  const { voice, wishes } = context;
  for (const [i, merge] of merges.entries()) {
    const folder = join(merge.actor, 'huggingface');
    if ((await weightsFault(folder)) === undefined) continue;
    const name = basename(dirname(merge.actor));
    voice.tell({ type: 'progress', phase: 'load', done: i, total: merges.length });
    voice.note(`The weights of ${name} are in pieces: ${merge.process.argv.join(' ')}`);
    const { end, lastError } = await run(merge, context);
    if (wishes.over) return false;
    const why = endFault(end, lastError);
    if (why !== undefined)
      throw new UserError(`The weights of the checkpoint ${name} could not be merged: ${why}`, {
        hint: `Run it by hand to see more: ${merge.process.argv.join(' ')}`,
      });
    const fault = await weightsFault(folder);
    if (fault !== undefined)
      throw new UserError(
        `The merge of the checkpoint ${name} has left no usable weights in ${folder}: ${fault}`,
        {
          hint: 'Look whether the disk is full and all shards model_world_size_*_rank_*.pt are there, then resume.',
        },
      );
    voice.tell({ type: 'progress', phase: 'load', done: i + 1, total: merges.length });
  }
  return true;
}

async function run(
  { process }: Merge,
  { voice, wishes, entry }: Context,
): Promise<{ readonly end: ChildEnd; readonly lastError: string | undefined }> {
  const reader = new ConsoleReader();
  const hear = (bytes: Buffer): void => {
    voice.pass(bytes);
    reader.push(bytes.toString('utf8'));
  };
  const child = startChild(entry, process, { out: hear, error: hear });
  let end: ChildEnd | undefined;
  void child.ended.then((ended) => {
    end = ended;
  });
  while (end === undefined) {
    if (wishes.over) return { end: await child.end(PATIENCE, () => wishes.impatient), lastError: undefined };
    await Promise.race([child.ended, wishes.pause(500)]);
  }
  await child.clear();
  reader.end();
  return { end, lastError: reader.lastError };
}

/** Why a process did not end well; undefined when it did. */
export function endFault(end: ChildEnd, lastError: string | undefined): string | undefined {
  if (end.refused !== undefined) return `it could not be started (${end.refused})`;
  if (end.code === 0) return undefined;
  if (end.signal === 'SIGKILL' || end.code === 137)
    return 'it was killed: the machine ran out of memory, or somebody ended it';
  if (end.signal !== null) return `it was ended by ${end.signal}`;
  return lastError ?? `it ended with exit code ${end.code ?? 'unknown'}`;
}

import { mkdir } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { ChildEnd } from '../../child-end';
import type { Context } from './context';
import { lastWord, stopFinding, UntilWatch } from './ending';
import { Follower } from './follow/follower';
import { putLogsAside } from './follow/kept-logs';
import { endFault } from './merge';
import { startChild, type Child } from './process/child';
import type { TrainSpec } from './spec';

const LOOK_MS = 500;
const PATIENCE = { interruptMs: 10_000, terminateMs: 5000 };

/** Runs EasyR1 on this machine to its end, or until it is to stop. Resolves to the exit code. */
export async function trainHere(spec: TrainSpec, context: Context): Promise<number> {
  const { voice, wishes, entry } = context;
  await mkdir(spec.output, { recursive: true });
  await putLogsAside(spec.output);
  const follower = await Follower.open(spec, voice);
  const hear = (stream: 'out' | 'error') => {
    const decoder = new StringDecoder('utf8');
    return (bytes: Buffer): void => {
      voice.pass(bytes);
      follower.hear(stream, decoder.write(bytes));
    };
  };
  const child = startChild(entry, spec.main, { out: hear('out'), error: hear('error') });
  let end: ChildEnd | undefined;
  void child.ended.then((ended) => {
    end = ended;
  });
  const until = new UntilWatch(spec, follower, voice.note);
  while (end === undefined) {
    await follower.look();
    const step = until.reached(wishes);
    if (wishes.over) return await stop(child, follower, context);
    if (step !== undefined) return await finish(child, follower, context, step);
    await Promise.race([child.ended, wishes.pause(LOOK_MS)]);
  }
  await child.clear();
  await follower.look(true);
  voice.tell(...follower.story.withoutBest());
  const word = lastWord(follower, endFault(end, follower.lastError));
  voice.tell(word);
  return word.type === 'finished' ? 0 : 1;
}

async function stop(child: Child, follower: Follower, { voice, wishes }: Context): Promise<number> {
  voice.tell(...stopFinding(follower));
  await child.end(PATIENCE, () => wishes.impatient);
  await follower.look(true);
  voice.tell({ type: 'finished', step: follower.saved.at(-1)?.step ?? 0, reason: 'stopped' });
  return 0;
}

async function finish(
  child: Child,
  follower: Follower,
  { voice, wishes }: Context,
  step: number,
): Promise<number> {
  voice.note(`The checkpoint of step ${step} is complete: EasyR1 is ended.`);
  await child.end(PATIENCE, () => wishes.impatient);
  await follower.look(true);
  voice.tell(...follower.story.withoutBest());
  voice.tell({ type: 'finished', step: follower.saved.at(-1)?.step ?? step, reason: 'until' });
  return 0;
}

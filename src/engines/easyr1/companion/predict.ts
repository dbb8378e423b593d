import type { Context } from './context';
import { startChild } from './process/child';
import type { PredictSpec } from './spec';

const PATIENCE = { interruptMs: 5000, terminateMs: 5000 };
/** What it may take to end by itself when it was asked. */
const GRACE_MS = 50_000;

/**
 * Runs a process that speaks event lines itself: what it says is passed on as it is, and what is asked of us is asked
 * of it. Resolves to its exit code.
 */
export async function predict({ main }: PredictSpec, { voice, wishes, entry }: Context): Promise<number> {
  const child = startChild(entry, main, {
    out: (bytes) => void process.stdout.write(bytes),
    error: (bytes) => voice.pass(bytes),
  });
  let over = false;
  const ended = child.ended.finally(() => {
    over = true;
  });
  const isOver = (): boolean => over;
  let asked: number | undefined;
  while (!isOver()) {
    if (wishes.wish !== 'go on' && asked === undefined) {
      asked = performance.now();
      // Its standard input ends as ours did: it knows what that means.
      if (wishes.wish === 'leave') child.input?.end();
      else child.input?.write('{"type":"stop"}\n');
    }
    if (asked !== undefined && (wishes.impatient || performance.now() - asked > GRACE_MS))
      await child.end(PATIENCE, () => wishes.impatient);
    else await Promise.race([ended, wishes.pause(1000)]);
  }
  const { code, refused } = await ended;
  await child.clear();
  if (refused !== undefined) voice.tell({ type: 'failed', message: `${main.argv[0] ?? ''}: ${refused}` });
  return code ?? 1;
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isLive } from '../../protocol';
import { runError } from '../codes';
import { replaceJson } from '../folder/atomic';
import { count, number, optional, shape } from '../folder/check';
import { readJsonFile } from '../folder/json-file';
import { FILES } from '../folder/layout';
import { processIdentity, type ProcessIdentity } from '../process/identity';
import { readRun } from '../read/run';
import type { RunView } from '../read/truth';

/** `stop.json`: the one file by which clients ask something of a supervisor. */
export interface StopOrder {
  /** Seconds that the engine may take to save a checkpoint and end by itself. */
  readonly grace?: number;
  /** Whom it is meant for; a supervisor that came later is not. Absent: whoever supervises. */
  readonly supervisor?: ProcessIdentity;
  /** Distinguishes repeated orders. */
  readonly number: number;
}

const order = shape<StopOrder>({
  grace: optional(number),
  supervisor: optional(processIdentity),
  number: count,
});

export interface StopOptions {
  /** Seconds of grace; 0 ends the engine at once, and a second order may shorten the first. Default: what the engine needs. */
  readonly grace?: number;
}

/**
 * Asks the supervisor of a run to stop it; the stage saves a checkpoint first, if it can in time. Returns at once;
 * `waitForEnd` waits. Throws a `RunError` when the run is neither running nor queued.
 */
export async function requestStop(dir: string, options: StopOptions = {}): Promise<void> {
  const reading = await readRun(dir);
  if (!reading.ok) throw runError('unreadable', dir, `The run cannot be read: ${reading.reason}`);
  if (!isLive(reading.run)) {
    throw runError('nothingToDo', dir, `The run is not running: it is ${reading.run.state}`);
  }
  const { supervisor } = reading.run;
  const before = await readStopOrder(dir);
  await replaceJson(join(dir, FILES.stop), {
    number: (before?.number ?? 0) + 1,
    ...(options.grace === undefined ? {} : { grace: options.grace }),
    ...(supervisor === undefined ? {} : { supervisor }),
  } satisfies StopOrder);
}

/** The standing order, if there is a readable one. */
export async function readStopOrder(dir: string): Promise<StopOrder | undefined> {
  const reading = await readJsonFile(join(dir, FILES.stop), order, 64_000);
  return reading.ok ? reading.value : undefined;
}

/** Takes back an order that an earlier supervisor has followed. */
export const clearStopOrder = (dir: string): Promise<void> => rm(join(dir, FILES.stop), { force: true });

/** Waits until a run is neither running nor queued any more and returns how it ended; nothing when it still runs after `ms`. */
export async function waitForEnd(dir: string, ms: number): Promise<RunView | undefined> {
  for (let waited = 0; ; waited += 100) {
    const reading = await readRun(dir);
    if (!reading.ok) throw runError('unreadable', dir, `The run cannot be read: ${reading.reason}`);
    if (!isLive(reading.run)) return reading.run;
    if (waited >= ms) return undefined;
    await sleep(100);
  }
}

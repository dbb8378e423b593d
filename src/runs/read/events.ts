import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { isLive, type RunEvent } from '../../protocol';
import { errorCode } from '../codes';
import { FILES } from '../folder/layout';
import { watchFile } from './change';
import { parseEvent } from './event';
import { wholeLines } from './lines';
import { readRun } from './run';

export interface FollowedEvent {
  readonly event: RunEvent;
  /** Where to go on reading behind this event: the `from` of a later call. */
  readonly offset: number;
  /** The file was cut or replaced, and reading began anew: what was known of the run should be forgotten. */
  readonly restarted?: true;
}

export interface FollowOptions {
  /** Offset in bytes to begin at; 0 is the beginning. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  /** Go on waiting when the run has ended: it may be resumed. Otherwise the iteration ends with the run. */
  readonly keepOpen?: boolean;
}

/** All events there are now, oldest first; torn and foreign lines are left out. Never throws. */
export async function readEvents(dir: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  try {
    for await (const { event } of eventsFrom(dir, 0)) events.push(event);
  } catch {
    // A folder under that name, or a file that may not be read: what was read so far is all there is.
  }
  return events;
}

/**
 * Events as they come. Resumed stages repeat steps: a `started` event with `firstStep` f takes back that stage's
 * metrics and samples from step f on. Ends when the run has ended (also by kill -9 of its supervisor), or is aborted.
 */
export async function* followEvents(dir: string, options: FollowOptions = {}): AsyncGenerator<FollowedEvent> {
  const { signal } = options;
  const watcher = await watchFile(join(dir, FILES.events), signal);
  let offset = options.from ?? 0;
  let idle = 0;
  try {
    while (!isAborted(signal)) {
      // Asked before reading: what was written before the end is then surely read.
      const over = options.keepOpen !== true && idle > 0 && (await hasEnded(dir));
      let seen = 0;
      for await (const item of eventsFrom(dir, offset)) {
        if (isAborted(signal)) return;
        seen += 1;
        offset = item.offset;
        yield item;
      }
      idle = seen === 0 ? idle + 1 : 0;
      if (over && seen === 0) return;
      if (!over) await watcher.next();
    }
  } finally {
    await watcher.close();
  }
}

/** A function, lest the compiler thinks that the answer cannot change while waiting. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

async function hasEnded(dir: string): Promise<boolean> {
  const reading = await readRun(dir);
  return !reading.ok || !isLive(reading.run);
}

async function* eventsFrom(dir: string, from: number): AsyncGenerator<FollowedEvent> {
  let file;
  try {
    file = await open(join(dir, FILES.events), 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    const { size } = await file.stat();
    let restarted = size < from;
    for await (const line of wholeLines(file, restarted ? 0 : from)) {
      const event = parseEvent(line.text);
      if (event === undefined) continue;
      yield { event, offset: line.end, ...(restarted ? { restarted } : {}) };
      restarted = false;
    }
  } finally {
    await file.close();
  }
}

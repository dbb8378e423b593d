import type { EngineEvent } from '../../protocol';
import type { StageOutcome } from './context';
import type { EngineEnd } from './engine-process';
import { deathReason, soundsLikeDiskFull, type LastLines } from './reason';
import type { StopSignal } from './stop-signal';

export type LastWord = Extract<EngineEvent, { type: 'finished' | 'failed' }>;

/** What is known when an engine has ended. */
export interface Ending {
  readonly stop: StopSignal;
  readonly end: EngineEnd;
  readonly lastWord: LastWord | undefined;
  readonly log: LastLines;
  /** How often the kernel has killed for memory meanwhile. */
  readonly oomKills: number;
  /** Exit code 0 counts as done even without a `finished` event. */
  readonly silentSuccess: boolean;
}

/** How a stage ended: by the engine's own last word, by the wish to stop, or by how its process went. */
export function outcomeOf({ stop, end, lastWord, log, oomKills, silentSuccess }: Ending): StageOutcome {
  const cause = stop.cause;
  if (lastWord?.type === 'finished' && lastWord.reason !== 'stopped') return { state: 'done' };
  if (cause !== undefined) {
    if (cause.by === 'disk') return { state: 'failed', reason: cause.reason };
    // Where no time was given, it cannot be blamed for taking none.
    const force =
      end.force === 'none' || cause.graceMs === 0 ? '' : '; the engine did not end by itself in time';
    return { state: 'stopped', reason: `${cause.reason}${force}` };
  }
  if (lastWord?.type === 'finished') {
    return { state: 'stopped', reason: 'the engine was told to stop, but not by its supervisor' };
  }
  if (lastWord?.type === 'failed') {
    const { message, hint } = lastWord;
    const disk = soundsLikeDiskFull(message) && !/disk/i.test(message) ? 'disk full: ' : '';
    return { state: 'failed', reason: `${disk}${message}${hint === undefined ? '' : ` (${hint})`}` };
  }
  if (silentSuccess && end.code === 0 && end.refused === undefined) return { state: 'done' };
  return { state: 'failed', reason: deathReason(end, log, oomKills) };
}

import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Launch } from '../../engines';
import type { EngineEvent } from '../../protocol';
import { errorText, isDiskFull } from '../codes';
import { LineFile } from '../folder/line-file';
import { stageLog } from '../folder/layout';
import { identify } from '../process/identity';
import type { RunContext, StageOutcome } from './context';
import { runEngine, type EngineEnd } from './engine-process';
import { recordLaunch, writeLaunchFiles } from './launch-files';
import { deathReason, LastLines, oomKillCount, soundsLikeDiskFull } from './reason';

type LastWord = Extract<EngineEvent, { type: 'finished' | 'failed' }>;

/**
 * Starts the engine once for a stage (or for the predictions), keeps its log and events, and says how it ended.
 * `silentSuccess`: exit code 0 counts as done even without a `finished` event.
 */
export async function attempt(
  context: RunContext,
  id: string,
  launch: Launch,
  silentSuccess = false,
): Promise<StageOutcome> {
  const { dir, engine, journal, stop } = context;
  const logFile = stageLog(dir, id);
  const stageDir = dirname(logFile);
  await mkdir(stageDir, { recursive: true });
  await writeLaunchFiles(dir, launch);
  await recordLaunch(stageDir, launch);
  const log = new LineFile(logFile);
  const lastLines = new LastLines();
  const oomBefore = oomKillCount();
  let lastWord: LastWord | undefined;
  const write = (text: string) => {
    try {
      log.append(text);
    } catch (error) {
      diskTrouble(context, error);
    }
  };
  const attempts = journal.stage(id).attempts + 1;
  write(`--- attempt ${attempts}, ${new Date().toISOString()}\n`);
  journal.enterStage(id, 'running', {
    attempts,
    reason: undefined,
    ended: undefined,
    started: journal.stage(id).started ?? new Date().toISOString(),
  });
  const onEvents = (events: readonly EngineEvent[]) => {
    journal.record(id, events);
    for (const event of events) {
      if (event.type === 'finished' || event.type === 'failed') lastWord = event;
      else if (event.type === 'started') journal.note(id, { totalSteps: event.totalSteps });
      else if (event.type === 'metric') journal.note(id, { step: event.step });
    }
    if (lastWord?.type === 'finished') journal.note(id, { step: lastWord.step });
  };
  const onLog = (text: string) => {
    lastLines.add(text);
    write(text);
  };
  const onStart = (pid: number) =>
    void identify(pid).then((identity) => {
      if (identity !== undefined) journal.setStage(id, { process: identity });
    });
  try {
    const end = await runEngine(
      launch,
      await realpath(dir),
      engine.reader(),
      { onStart, onEvents, onLog },
      stop,
      context.patience,
    );
    return outcome(context, end, lastWord, lastLines, oomKillCount() - oomBefore, silentSuccess);
  } finally {
    log.close();
  }
}

function outcome(
  { stop }: RunContext,
  end: EngineEnd,
  lastWord: LastWord | undefined,
  log: LastLines,
  oomKills: number,
  silentSuccess: boolean,
): StageOutcome {
  const cause = stop.cause;
  if (lastWord?.type === 'finished' && lastWord.reason !== 'stopped') return { state: 'done' };
  if (cause !== undefined) {
    if (cause.by === 'disk') return { state: 'failed', reason: cause.reason };
    const force = end.force === 'none' ? '' : '; the engine did not end by itself in time';
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

/** Trouble with a file of the run: a full disk ends the run while there is still something to save. */
export function diskTrouble({ stop }: Pick<RunContext, 'stop'>, error: unknown): void {
  const reason = isDiskFull(error) ? 'disk full' : `a file of the run cannot be written: ${errorText(error)}`;
  stop.request({ by: 'disk', reason, graceMs: 10_000 });
}

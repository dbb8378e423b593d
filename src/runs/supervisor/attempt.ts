import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Launch, OutputReader } from '../../engines';
import type { EngineEvent, EngineRequest } from '../../protocol';
import { errorText, isDiskFull } from '../codes';
import { LineFile } from '../folder/line-file';
import { stageLog } from '../folder/layout';
import { identify } from '../process/identity';
import { deviceEnvironment } from '../queue/devices';
import type { RunContext, StageOutcome } from './context';
import { runEngine } from './engine-process';
import { doctorOf, Examiner, withFinding } from './examiner';
import { recordLaunch, writeLaunchFiles } from './launch-files';
import { outcomeOf, type LastWord } from './outcome';
import { LastLines, oomKillCount } from './reason';
import { watchUntil } from './until-watch';
import { watchMachine } from './watch-machine';

const isLastWord = (event: EngineEvent): event is LastWord =>
  event.type === 'finished' || event.type === 'failed';

const TICK_MS = 2000;

export interface AttemptOptions {
  /** Exit code 0 counts as done even without a `finished` event. */
  readonly silentSuccess?: boolean;
  /** Reads what the process says; default: the engine's own. */
  readonly reader?: OutputReader;
}

/** Starts the engine once for a stage (or for the predictions), keeps its log and events, and says how it ended. */
export async function attempt(
  context: RunContext,
  id: string,
  launch: Launch,
  { silentSuccess = false, reader }: AttemptOptions = {},
): Promise<StageOutcome> {
  const { dir, engine, journal, stop } = context;
  const logFile = stageLog(dir, id);
  const stageDir = dirname(logFile);
  await mkdir(stageDir, { recursive: true });
  const equipped = { ...launch, env: { ...launch.env, ...deviceEnvironment(context.devices) } };
  await writeLaunchFiles(dir, equipped);
  await recordLaunch(stageDir, equipped);
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
  const examiner = new Examiner(doctorOf(context, id), (findings) => journal.record(id, findings));
  let ask: (request: EngineRequest) => void = () => undefined;
  const condition = conditionOf(context, id);
  const until =
    condition === undefined
      ? undefined
      : watchUntil(context, id, condition, {
          onHolds: () => {
            onLog(`--- \`until: ${condition}\` holds: the engine is asked to save and end\n`);
            ask({ type: 'stop', reason: 'until' });
          },
          onTrouble: (error) =>
            onLog(
              `--- \`until: ${condition}\` cannot be evaluated: ${errorText(error)}; all steps are made\n`,
            ),
        });
  const onEvents = (events: readonly EngineEvent[]) => {
    journal.record(id, events);
    journal.note(id, events);
    lastWord = events.findLast(isLastWord) ?? lastWord;
    until?.events(events);
    examiner.events(events);
  };
  const onLog = (text: string) => {
    lastLines.add(text);
    write(text);
    examiner.log(text);
  };
  const timers = [setInterval(() => examiner.tick(), TICK_MS)];
  const onStart = (pid: number, askIt: typeof ask) => {
    ask = askIt;
    timers.push(watchMachine(context, id, pid));
    void identify(pid).then((identity) => {
      if (identity !== undefined) journal.setStage(id, { process: identity });
    });
  };
  try {
    const end = await runEngine(
      equipped,
      await realpath(dir),
      reader ?? engine.reader(),
      { onStart, onEvents, onLog },
      stop,
      context.patience,
    );
    examiner.end();
    const oomKills = oomKillCount() - oomBefore;
    const result = outcomeOf({ stop, end, lastWord, log: lastLines, oomKills, silentSuccess });
    return result.state === 'failed' && stop.cause === undefined
      ? { ...result, reason: withFinding(result.reason, examiner) }
      : result;
  } finally {
    for (const timer of timers) clearInterval(timer);
    await until?.close();
    log.close();
  }
}

/** The `until` of a stage whose engine does not look at it itself. */
function conditionOf({ engine, manifest }: RunContext, id: string): string | undefined {
  if (engine.endsByUntil) return undefined;
  return manifest.plan.stages.find((stage) => stage.id === id)?.until;
}

/** Trouble with a file of the run: a full disk ends the run while there is still something to save. */
export function diskTrouble({ stop }: Pick<RunContext, 'stop'>, error: unknown): void {
  const reason = isDiskFull(error) ? 'disk full' : `a file of the run cannot be written: ${errorText(error)}`;
  stop.request({ by: 'disk', reason, graceMs: 10_000 });
}

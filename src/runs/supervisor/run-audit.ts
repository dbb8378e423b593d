import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Launch, OutputReader } from '../../engines';
import { packageRoot } from '../../protocol';
import { errorText, isDiskFull } from '../codes';
import { AUDIT, stageLog } from '../folder/layout';
import { LineFile } from '../folder/line-file';
import { identify } from '../process/identity';
import { diskTrouble } from './attempt';
import type { RunContext, StageOutcome } from './context';
import { runEngine, type EngineEnd } from './engine-process';
import { recordLaunch } from './launch-files';
import { LastLines } from './reason';
import { stoppedBy, StopSignal } from './stop-signal';

/** An auditor speaks to people: nothing of its output is an event. */
const wordsOnly = (): OutputReader => ({ push: (chunk) => ({ events: [], log: chunk }) });

/** Failed or not, the trained stages stay done: what a run failed of must say that it was this alone. */
export const onlyTheAudit = (reason: string): string =>
  `only the audit failed, all else is done and resume repeats it alone: ${reason}`;

/**
 * Grades the predictions and writes the report, in a process of its own: it may need much memory, and a person who
 * closes the terminal must not lose it. It leaves `audit/`, `report.html` and, in its log, the summary in words.
 */
export async function runAudit(context: RunContext): Promise<StageOutcome> {
  const { dir, journal, parts } = context;
  const [program = '', ...args] = parts.auditor ?? ownReport();
  const launch: Launch = { argv: [program, ...args, dir], env: { NO_COLOR: '1' }, cwd: dir, files: {} };
  try {
    const logFile = stageLog(dir, AUDIT);
    await mkdir(dirname(logFile), { recursive: true });
    await recordLaunch(dirname(logFile), launch);
    const { attempts: before, started } = journal.stage(AUDIT);
    const attempts = before + 1;
    const now = new Date().toISOString();
    const log = new LineFile(logFile);
    log.append(`--- attempt ${attempts}, ${now}\n`);
    journal.enterStage(AUDIT, 'running', {
      attempts,
      reason: undefined,
      ended: undefined,
      started: started ?? now,
    });
    try {
      return await attend(context, launch, log);
    } finally {
      log.close();
    }
  } catch (error) {
    return { state: 'failed', reason: isDiskFull(error) ? 'disk full' : errorText(error) };
  }
}

const ownReport = (): readonly string[] => [
  process.execPath,
  join(packageRoot(), 'dist', 'stagecraft.cjs'),
  'report',
  '--attribute',
];

async function attend(context: RunContext, launch: Launch, log: LineFile): Promise<StageOutcome> {
  const { dir, journal, patience } = context;
  const words = new LastLines();
  const onLog = (text: string) => {
    words.add(text);
    try {
      log.append(text);
    } catch (error) {
      diskTrouble(context, error);
    }
  };
  const onStart = (pid: number) =>
    void identify(pid).then((identity) => {
      if (identity !== undefined) journal.setStage(AUDIT, { process: identity });
    });
  // It has nothing to save: nobody waits for it longer than it takes to end it.
  const atOnce = new StopSignal();
  const unlisten = context.stop.listen(() => {
    if (context.stop.cause !== undefined) atOnce.request({ ...context.stop.cause, graceMs: 0 });
  });
  try {
    const handlers = { onStart, onLog, onEvents: () => undefined };
    const end = await runEngine(launch, await realpath(dir), wordsOnly(), handlers, atOnce, patience);
    if (end.code === 0) return { state: 'done' };
    if (context.stop.cause !== undefined) return stoppedBy(context.stop.cause);
    return { state: 'failed', reason: whyItFailed(end, words) };
  } finally {
    unlisten();
  }
}

/** Its last words name the fault and the fix; without any, how it ended has to do. */
function whyItFailed({ refused, signal, code }: EngineEnd, words: LastLines): string {
  if (refused !== undefined) return `it could not be started: ${refused}`;
  const said = words.last(2).replace(/^error: /, '');
  if (signal === null && said !== '') return said;
  const how = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was killed by ${signal}`;
  return `it ${how}${said === '' ? '' : `; last lines: ${said}`}`;
}

import {
  isLive,
  type FromMonitor,
  type MonitorParams,
  type RunFinding,
  type RunSummary,
} from '../../protocol';
import type { Output } from './output';

/** Lines of a log that a terminal begins with. */
const HISTORY = 5000;
/** Milliseconds without another line after which a run that has ended has said all. */
const QUIET_MS = 400;
/** Milliseconds for the second press that stops a run. */
const CONFIRM_MS = 3000;
const CTRL_C = '\u0003';

/** What a log's session asks of the monitor. */
export interface LogMonitor {
  followLog(params: MonitorParams<'followLog'>): Promise<{ readonly subscription: number }>;
  unfollowLog(subscription: number): void;
  stop(run: string): Promise<unknown>;
  /** What has been found in a run so far. */
  findings(run: string): Promise<readonly RunFinding[]>;
}

/** The lines that a session writes itself, in the user's language. */
export interface LogWords {
  readonly runHeader: (run: RunSummary) => string;
  readonly stageHeader: (stage: string) => string;
  readonly finding: (finding: RunFinding) => string;
  readonly end: (run: RunSummary) => string;
  readonly goesOn: () => string;
  readonly gone: () => string;
  readonly confirmStop: () => string;
  readonly askedToStop: () => string;
  readonly nothingToStop: () => string;
  readonly failed: (error: unknown) => string;
}

type LogEvent = Extract<FromMonitor, { readonly type: 'log' }>;
type Told = Exclude<FromMonitor, { readonly type: 'answer' | 'failed' }> | { readonly type: 'again' };

/** A log as a terminal shows it, while it is open. */
export interface LogSession {
  readonly run: RunSummary;
  /** The stage that wrote last. */
  readonly stage: string | undefined;
  /** Writes the head and asks for the log. */
  open(): void;
  /** Takes what the monitor tells unasked; what is about other logs is passed over. */
  hear(event: Told): void;
  /** The run's summary of now, or that its folder is gone. */
  changed(run: RunSummary | 'removed'): void;
  /** Takes keys. Ctrl-C pressed twice asks the run to stop; all else means nothing. */
  press(keys: string): void;
  close(): void;
}

/** A log of a run, or of the stage `wanted` alone, written to `out`. */
export function logSession(
  first: RunSummary,
  wanted: string | undefined,
  monitor: LogMonitor,
  { out, words }: { readonly out: Output; readonly words: LogWords },
): LogSession {
  let run = first;
  let stage: string | undefined;
  let subscription: number | undefined;
  /** Pieces that came before the answer that tells whose they are. */
  let early: LogEvent[] | undefined;
  /** How often the log was asked for: the answer to an earlier question is nobody's. */
  let round = 0;
  let endTold = false;
  let ending: NodeJS.Timeout | undefined;
  let askedToStop = -Infinity;
  const findings = new Set<string>();

  const show = (event: LogEvent): void => {
    if (event.stage !== stage) {
      stage = event.stage;
      out.line(words.stageHeader(stage));
    }
    out.log(event.text);
    if (ending !== undefined) endWhenQuiet();
  };

  const follow = async (): Promise<void> => {
    const mine = (round += 1);
    early = [];
    try {
      const answer = await monitor.followLog({
        run: run.dir,
        ...(wanted === undefined ? {} : { stage: wanted }),
        lines: HISTORY,
      });
      if (mine !== round) {
        monitor.unfollowLog(answer.subscription);
        return;
      }
      subscription = answer.subscription;
      for (const event of early) if (event.subscription === subscription) show(event);
    } catch (error) {
      if (mine !== round) return;
      out.line(words.failed(error));
    }
    early = undefined;
    if (!isLive(run)) endWhenQuiet();
  };

  /** Says how the run ended, once nothing more comes. */
  const endWhenQuiet = (): void => {
    clearTimeout(ending);
    ending = setTimeout(() => {
      ending = undefined;
      if (endTold || isLive(run)) return;
      endTold = true;
      out.line(words.end(run));
    }, QUIET_MS);
  };

  const notEnding = (): void => {
    clearTimeout(ending);
    ending = undefined;
  };

  const stopRun = async (): Promise<void> => {
    if (!isLive(run)) {
      out.line(words.nothingToStop());
      return;
    }
    const now = performance.now();
    if (now - askedToStop > CONFIRM_MS) {
      askedToStop = now;
      out.line(words.confirmStop());
      return;
    }
    askedToStop = -Infinity;
    out.line(words.askedToStop());
    await monitor.stop(run.dir).catch((error: unknown) => out.line(words.failed(error)));
  };

  const tell = (some: readonly RunFinding[]): void => {
    for (const finding of some) {
      const name = JSON.stringify([finding.id, finding.stage]);
      if (!findings.has(name)) out.line(words.finding(finding));
      findings.add(name);
    }
  };

  const begin = (): void => {
    out.line(words.runHeader(run));
    // The log goes without them where they cannot be read.
    monitor.findings(run.dir).then(tell, () => undefined);
    void follow();
  };

  return {
    get run() {
      return run;
    },
    get stage() {
      return wanted ?? stage;
    },
    open: begin,
    hear: (event) => {
      if (event.type === 'log') {
        if (event.subscription === subscription) show(event);
        else early?.push(event);
      } else if (event.type === 'findings' && event.run === run.dir) {
        tell(event.findings);
      } else if (event.type === 'again') {
        subscription = undefined;
        stage = undefined;
        endTold = false;
        findings.clear();
        out.clear();
        begin();
      }
    },
    changed: (now) => {
      if (now === 'removed') {
        notEnding();
        out.line(words.gone());
        return;
      }
      run = now;
      if (!isLive(run)) {
        if (!endTold) endWhenQuiet();
        return;
      }
      notEnding();
      if (endTold) out.line(words.goesOn());
      endTold = false;
    },
    press: (keys) => {
      if (keys === CTRL_C) void stopRun();
    },
    close: () => {
      notEnding();
      round += 1;
      if (subscription !== undefined) monitor.unfollowLog(subscription);
      subscription = undefined;
    },
  };
}

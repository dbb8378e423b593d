import { uptime } from 'node:os';
import { join } from 'node:path';

import type { EngineEvent, RunEvent, RunState, Severity, StageState } from '../../protocol';
import { replaceJson } from '../folder/atomic';
import { FILES } from '../folder/layout';
import { LineFile } from '../folder/line-file';
import { stageAfter } from '../folder/stage-after';
import type { RunStatus, StageStatus } from '../folder/state';

const BEAT_MS = 2000;

type Unstamped<E> = E extends unknown ? Omit<E, 'time' | 'stage'> : never;
export type JournalEvent = Unstamped<RunEvent> | EngineEvent;

/** What is left of a state that is over: a key of this kind is taken away when given as undefined. */
type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * The supervisor's books: the one writer of `events.jsonl` and `state.json`. Writes of the state are merged while
 * one is under way; `settled` waits for the last. Trouble with the disk goes to `onTrouble`, never to the caller.
 */
export class Journal {
  private readonly events: LineFile;
  private writing: Promise<void> | undefined;
  private stale = false;
  private closed = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly dir: string,
    private current: RunStatus,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.events = new LineFile(join(dir, FILES.events));
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  get status(): RunStatus {
    return this.current;
  }

  stage(id: string): StageStatus {
    const stage = this.current.stages.find((candidate) => candidate.id === id);
    if (stage === undefined) throw new Error(`The run has no stage ${id}.`);
    return stage;
  }

  /** Appends events of one stage, or of the run, in one write. */
  record(stage: string | undefined, events: readonly JournalEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) if (event.type === 'finding') this.count(event.severity);
    const time = new Date().toISOString();
    const lines = events.map((event) => `${JSON.stringify({ time, stage, ...event })}\n`);
    try {
      this.events.append(lines.join(''));
    } catch (error) {
      this.onTrouble(error);
    }
  }

  /** Writes the state as it is: whoever has started us waits for a sign of life. */
  publish(): void {
    this.save();
  }

  /** Facts of the run itself. */
  setRun(patch: Pick<RunStatus, 'devices'>): void {
    this.current = { ...this.current, ...patch };
    this.save();
  }

  setStage(id: string, patch: Patch<StageStatus>): void {
    const stages = this.current.stages.map((stage) => (stage.id === id ? withPatch(stage, patch) : stage));
    this.current = { ...this.current, stages };
    this.save();
  }

  /** A stage's new state, in the books and as an event. */
  enterStage(id: string, state: StageState, patch: Patch<StageStatus> = {}): void {
    this.setStage(id, { ...patch, state });
    this.record(id, [{ type: 'stage-state', state, ...reasonOf(patch.reason) }]);
  }

  enterRun(state: RunState, reason?: string): void {
    this.current = withPatch(this.current, { state, reason });
    this.record(undefined, [{ type: 'run-state', state, ...reasonOf(reason) }]);
    this.save();
  }

  /** What an event says of a stage changes too often to be written each time: the next heartbeat takes it along. */
  note(id: string, events: readonly JournalEvent[]): void {
    const stages = this.current.stages.map((stage) =>
      stage.id === id ? events.reduce(stageAfter, stage) : stage,
    );
    this.current = { ...this.current, stages };
  }

  private count(severity: Severity): void {
    const findings = this.current.findings ?? { error: 0, warning: 0, info: 0 };
    this.current = { ...this.current, findings: { ...findings, [severity]: findings[severity] + 1 } };
  }

  /** Resolves when the state as it is now is on disk, or could not be put there. */
  async settled(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  /** Writes the last word on a run; throws what the system says, and may then be called again. */
  async close(): Promise<void> {
    this.abandon();
    await this.settled();
    await replaceJson(join(this.dir, FILES.state), this.current);
  }

  /** Lets go of files and timers without another word. */
  abandon(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    this.events.close();
  }

  private beat(): void {
    const { count } = this.current.heartbeat;
    this.current = { ...this.current, heartbeat: heartbeat(count + 1) };
    this.save();
  }

  private save(): void {
    if (this.closed) return;
    this.stale = true;
    this.writing ??= this.write();
  }

  private async write(): Promise<void> {
    while (this.stale) {
      this.stale = false;
      try {
        await replaceJson(join(this.dir, FILES.state), this.current);
      } catch (error) {
        this.onTrouble(error);
      }
    }
    this.writing = undefined;
  }
}

export const heartbeat = (count: number) => ({ count, uptime: uptime(), time: new Date().toISOString() });

const reasonOf = (reason: string | undefined) => (reason === undefined ? {} : { reason });

function withPatch<T extends object>(value: T, patch: Patch<T>): T {
  const merged = { ...value, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, item]) => item !== undefined)) as T;
}

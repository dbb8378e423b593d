import { isLive, type RunSummary, type StageSummary } from '../../protocol';
import { stageFolder, stageLog } from '../../runs';
import { LogTail } from './tail';

interface Follower {
  readonly run: string;
  /** Absent: whatever runs. */
  readonly stage?: string;
  readonly lines: number;
  tail?: LogTail;
  shown?: string;
}

/** Characters of one message. */
const PIECE = 32 * 1024;

type Tell = (subscription: number, stage: string, text: string) => void;

/** Logs that somebody reads along, each from its last lines on; one that has no stage of its own goes with the run. */
export class LogFollowers {
  private readonly followers = new Map<number, Follower>();
  private latest = 0;

  constructor(private readonly tell: Tell) {}

  /** The first text comes with the next look. */
  add(run: string, stage: string | undefined, lines: number): number {
    this.latest += 1;
    this.followers.set(this.latest, { run, ...(stage === undefined ? {} : { stage }), lines });
    return this.latest;
  }

  remove(subscription: number): void {
    this.followers.delete(subscription);
  }

  get runs(): readonly string[] {
    return [...new Set([...this.followers.values()].map(({ run }) => run))];
  }

  /** Folders in which the logs that are read along lie. */
  get folders(): readonly string[] {
    return [...this.followers.values()].flatMap(({ run, shown }) =>
      shown === undefined ? [] : [stageFolder(run, shown)],
    );
  }

  /** Tells what has been added to each. */
  async look(summaryOf: (run: string) => RunSummary | undefined): Promise<void> {
    for (const [subscription, follower] of this.followers) {
      const summary = summaryOf(follower.run);
      if (summary !== undefined) await this.lookAt(subscription, follower, summary);
    }
  }

  close(): void {
    this.followers.clear();
  }

  private async lookAt(subscription: number, follower: Follower, summary: RunSummary): Promise<void> {
    const stages = follower.stage === undefined ? started(summary) : [follower.stage];
    const at = follower.shown === undefined ? stages.length - 1 : stages.indexOf(follower.shown);
    // Stages that began and ended between two looks are told, too.
    for (const stage of stages.slice(Math.max(0, at))) {
      if (stage !== follower.shown) {
        // Of a stage that began while somebody reads along, all is new.
        const lines = follower.shown === undefined ? follower.lines : Infinity;
        follower.tail = new LogTail(stageLog(follower.run, stage), lines);
        follower.shown = stage;
      }
      const text = (await follower.tail?.next()) ?? '';
      for (let from = 0; from < text.length; from += PIECE) {
        if (!this.followers.has(subscription)) return;
        this.tell(subscription, stage, text.slice(from, from + PIECE));
      }
    }
  }
}

/** Stages whose engine has been started, in order; of a run that ended well, without the predictions and the audit. */
function started(summary: RunSummary): readonly string[] {
  const told = ({ kind, state }: StageSummary): boolean => kind === 'stage' || state !== 'done';
  const all = summary.stages.filter(({ attempts }) => attempts > 0);
  const shown = isLive(summary) ? all : all.filter(told);
  return (shown.length > 0 ? shown : all).map(({ id }) => id);
}

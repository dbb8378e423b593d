import type { EngineEvent } from '../../../protocol';
import type { Follower } from './follow/follower';
import type { TrainSpec } from './spec';
import type { Wishes } from './wish';

/** The step whose checkpoint is kept, and what a stop between two checkpoints costs. */
export function stopFinding({ story, saved }: Follower): readonly EngineEvent[] {
  const kept = saved.at(-1)?.step ?? 0;
  if (story.seen <= kept) return [];
  const lost = story.seen === kept + 1 ? `step ${story.seen} is` : `steps ${kept + 1} to ${story.seen} are`;
  return [
    {
      type: 'finding',
      severity: 'info',
      id: 'stopped-between-checkpoints',
      message:
        kept === 0
          ? `EasyR1 cannot save on request, and no checkpoint was written yet: ${lost} lost.`
          : `EasyR1 cannot save on request: the checkpoint of step ${kept} is kept, ${lost} trained again on resume.`,
      hint: 'A smaller `save_every` loses less.',
      key: 'save_every',
    },
  ];
}

/**
 * When a training whose `until` holds may be ended: EasyR1 saves only on its schedule, so the first checkpoint of that
 * step or a later one is waited for.
 */
export class UntilWatch {
  private from: number | undefined;

  constructor(
    private readonly spec: TrainSpec,
    private readonly follower: Follower,
    private readonly note: (line: string) => void,
  ) {}

  /** The step of the checkpoint to end with; undefined while there is none. */
  reached({ wish }: Wishes): number | undefined {
    if (wish !== 'until') return undefined;
    const { story, saved, seesFiles } = this.follower;
    if (this.from === undefined) {
      this.from = Math.max(0, story.seen);
      const next = this.nextSave(this.from);
      this.note(
        next === undefined
          ? `\`until\` holds at step ${this.from}; EasyR1 saves next at the end (\`save_every\` saves earlier).`
          : `\`until\` holds at step ${this.from}; EasyR1 saves at step ${next}, then it is ended.`,
      );
    }
    const from = this.from;
    const step = saved.find((checkpoint) => checkpoint.step >= from)?.step;
    if (step !== undefined || seesFiles) return step;
    // Checkpoints on disks that are not seen from here: the metrics of a step come after its checkpoint.
    const next = this.nextSave(from);
    return next !== undefined && story.seen >= next ? next : undefined;
  }

  private nextSave(from: number): number | undefined {
    const { saveEvery } = this.spec.steps;
    if (saveEvery === undefined || saveEvery <= 0) return undefined;
    const next = Math.max(1, Math.ceil(from / saveEvery)) * saveEvery;
    return next < this.follower.story.total ? next : undefined;
  }
}

/** The last word on a training that has ended by itself, `why` it failed if it did. */
export function lastWord({ story, saved }: Follower, why: string | undefined): EngineEvent {
  const reached = Math.max(story.seen, saved.at(-1)?.step ?? 0);
  if (why === undefined && reached >= story.total)
    return { type: 'finished', step: story.total, reason: 'steps' };
  const kept = saved.at(-1)?.step;
  return {
    type: 'failed',
    message:
      why === undefined
        ? `EasyR1 ended without an error after step ${reached} of ${story.total}`
        : `EasyR1 failed: ${why}`,
    hint:
      kept === undefined
        ? 'The log has the details.'
        : `The log has the details; a resume goes on from the checkpoint of step ${kept}.`,
  };
}

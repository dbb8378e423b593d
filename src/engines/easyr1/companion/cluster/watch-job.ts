import { errorText } from '../../../../protocol';
import type { Voice } from '../voice';
import { isOver, type Job, type Jobs } from './jobs';

/** How long a cluster may be silent before it counts as gone: a head node restarts in less. */
const GONE_MS = 120_000;
/** How long a job may wait before that is told. */
const WAITS_MS = 60_000;

export type JobEnd =
  | { readonly type: 'ended'; readonly job: Job }
  | { readonly type: 'lost'; readonly message: string; readonly hint: string };

/** Asks the cluster how a job stands, and is patient with it. */
export class JobWatch {
  private silentSince: number | undefined;
  private readonly since = performance.now();
  private told = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly id: string,
    private readonly voice: Voice,
    private readonly patience: { readonly goneMs?: number; readonly waitsMs?: number } = {},
  ) {}

  /** How the job has ended, once it has. */
  async look(): Promise<JobEnd | undefined> {
    let job: Job | undefined;
    try {
      job = await this.jobs.job(this.id);
    } catch (error) {
      return this.silence(errorText(error));
    }
    if (this.silentSince !== undefined) this.voice.note('The Ray cluster answers again.');
    this.silentSince = undefined;
    if (job === undefined)
      return {
        type: 'lost',
        message: `The Ray cluster ${this.jobs.address} does not know the job ${this.id} any more`,
        hint: 'It was restarted or the job was deleted. A resume submits it again from the last checkpoint.',
      };
    if (isOver(job)) return { type: 'ended', job };
    if (job.state === 'PENDING') this.waiting(job);
    return undefined;
  }

  private silence(reason: string): JobEnd | undefined {
    const now = performance.now();
    if (this.silentSince === undefined) {
      this.silentSince = now;
      this.voice.note(`The Ray cluster ${this.jobs.address} does not answer: ${reason}`);
    }
    const { goneMs = GONE_MS } = this.patience;
    if (now - this.silentSince < goneMs) return undefined;
    return {
      type: 'lost',
      message: `The Ray cluster ${this.jobs.address} has not answered for ${Math.round(goneMs / 1000)} s: ${reason}`,
      hint: 'Look whether its head node runs. A resume finds the job again if it has survived.',
    };
  }

  private waiting({ message }: Job): void {
    if (this.told || performance.now() - this.since < (this.patience.waitsMs ?? WAITS_MS)) return;
    this.told = true;
    this.voice.tell({
      type: 'finding',
      severity: 'warning',
      id: 'cluster-waits',
      message: `The cluster has not started the job ${this.id} yet.`,
      ...(message === '' ? {} : { evidence: message.slice(0, 300) }),
      hint: 'Other jobs may hold its processors or GPUs: `ray status` on the head node says which are free.',
    });
  }
}

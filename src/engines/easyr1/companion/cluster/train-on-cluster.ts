import { errorText } from '../../../../protocol';
import { UserError } from '../../../embedded/errors';
import type { Context } from '../context';
import { lastWord, stopFinding, UntilWatch } from '../ending';
import { Follower } from '../follow/follower';
import type { Cluster, TrainSpec } from '../spec';
import { dashboardAddress } from './address';
import { claimJob, type Claim } from './claim';
import { JobLog } from './job-log';
import { Jobs, JobsError } from './jobs';
import { JobWatch, type JobEnd } from './watch-job';

const LOOK_MS = 1000;
/** What a job may take to stop: Ray asks it, and kills it a few seconds later. */
const STOP_MS = 45_000;

/**
 * Runs EasyR1 as a job of a Ray cluster and follows it to its end, or until it is to stop. When this process has to
 * leave, the job goes on; the next companion of the stage finds it. Resolves to the exit code.
 */
export async function trainOnCluster(spec: TrainSpec, cluster: Cluster, context: Context): Promise<number> {
  const jobs = new Jobs(dashboardAddress(cluster.address));
  await answers(jobs, cluster);
  const before = (await Follower.open(spec, context.voice)).story.told;
  const claim = await claimJob(spec, cluster, jobs, before, context.voice.note);
  // Opened once the logs of earlier attempts are put aside.
  const follower = await Follower.open(spec, context.voice);
  const known = claim.adopted && before.job?.id === claim.id ? before.job : undefined;
  if (known?.firstStep !== undefined) follower.story.goOn(known.firstStep);
  return await new Following(spec, jobs, claim, follower, context, known?.passed ?? 0).run();
}

class Following {
  /** Characters of the job's output: as they come, and as far as they are passed on. */
  private come = 0;
  private readonly log: JobLog;
  private readonly watch: JobWatch;

  constructor(
    private readonly spec: TrainSpec,
    private readonly jobs: Jobs,
    private readonly claim: Claim,
    private readonly follower: Follower,
    private readonly context: Context,
    private passed: number,
  ) {
    this.watch = new JobWatch(jobs, claim.id, context.voice);
    this.log = new JobLog(jobs, claim.id, (text) => this.hear(text));
  }

  async run(): Promise<number> {
    const { wishes, voice } = this.context;
    const until = new UntilWatch(this.spec, this.follower, voice.note);
    await this.note();
    this.log.open();
    for (;;) {
      await this.follower.look();
      await this.note();
      if (wishes.wish === 'leave') return await this.leave();
      if (wishes.wish === 'stop') return await this.stop();
      const step = until.reached(wishes);
      if (step !== undefined) return await this.stop(step);
      const end = await this.watch.look();
      if (end !== undefined) return await this.end(end);
      await wishes.pause(LOOK_MS);
    }
  }

  /** All that the job prints is read, since a step may have begun in what was passed on already. */
  private hear(text: string): void {
    const { voice } = this.context;
    const fresh = text.slice(Math.max(0, this.passed - this.come));
    this.come += text.length;
    this.passed = Math.max(this.passed, this.come);
    if (fresh !== '') voice.pass(fresh);
    this.follower.hear('out', text);
  }

  private async end(end: JobEnd): Promise<number> {
    const { follower } = this;
    const { voice } = this.context;
    await this.log.close(end.type === 'ended');
    if (end.type === 'lost') {
      await follower.look();
      await this.note();
      voice.tell({ type: 'failed', message: end.message, hint: end.hint });
      return 1;
    }
    await follower.look(true);
    const word = lastWord(follower, faultOf(end.job, follower.lastError));
    voice.tell(...follower.story.withoutBest(), ...this.unseen(), word);
    await this.note(true);
    return word.type === 'finished' ? 0 : 1;
  }

  /** Has Ray end the job; with `step`, because `until` holds and that checkpoint is complete. */
  private async stop(step?: number): Promise<number> {
    const { follower, jobs, claim } = this;
    const { voice, wishes } = this.context;
    if (step === undefined) voice.tell(...stopFinding(follower));
    voice.note(`The job ${claim.id} is stopped.`);
    try {
      await jobs.stop(claim.id);
      const begun = performance.now();
      while (
        performance.now() - begun < STOP_MS &&
        !wishes.impatient &&
        (await this.watch.look()) === undefined
      )
        await wishes.pause(500);
    } catch (error) {
      voice.tell({
        type: 'finding',
        severity: 'error',
        id: 'job-not-stopped',
        message: `The cluster did not stop the job ${claim.id}: ${errorText(error)}`,
        hint: `Stop it there: ray job stop ${claim.id} --address ${jobs.address}`,
      });
    }
    await this.log.close(true);
    await follower.look(true);
    const kept = follower.saved.at(-1)?.step ?? step ?? 0;
    if (step !== undefined) voice.tell(...follower.story.withoutBest(), ...this.unseen());
    voice.tell({ type: 'finished', step: kept, reason: step === undefined ? 'stopped' : 'until' });
    await this.note(true);
    return 0;
  }

  private async leave(): Promise<number> {
    await this.log.close(false);
    await this.note();
    this.context.voice.note(`The job ${this.claim.id} goes on without us; a resume finds it again.`);
    return 0;
  }

  /** Checkpoints on disks that are not seen from here are of no use to the next stage. */
  private unseen() {
    if (this.follower.seesFiles || this.follower.saved.length > 0) return [];
    return [
      {
        type: 'finding',
        severity: 'warning',
        id: 'checkpoints-elsewhere',
        message: `The checkpoints lie on the cluster's disks (${this.spec.output}), which this machine does not see.`,
        hint: 'Put the workspace on a disk that all machines share, or copy the folder here.',
      } as const,
    ];
  }

  private async note(ended = false): Promise<void> {
    const { firstStep } = this.follower.story;
    await this.follower.note({
      id: this.claim.id,
      passed: this.passed,
      ...(firstStep === undefined ? {} : { firstStep }),
      ...(ended ? { ended } : {}),
    });
  }
}

function faultOf(job: { readonly state: string; readonly message: string }, lastError: string | undefined) {
  switch (job.state) {
    case 'SUCCEEDED':
      return undefined;
    case 'STOPPED':
      return 'its job was stopped on the cluster, but not by Stagecraft';
    default:
      return lastError ?? (job.message === '' ? 'its job failed' : job.message.slice(0, 1000));
  }
}

/** Rejects with an `UserError` where nothing answers that takes jobs. */
async function answers(jobs: Jobs, { address }: Cluster): Promise<void> {
  try {
    await jobs.version();
  } catch (error) {
    const translated = jobs.address === address.replace(/\/+$/, '') ? '' : ` (asked at ${jobs.address})`;
    if (error instanceof JobsError && (error.status === 401 || error.status === 403))
      throw new UserError(`The Ray cluster ${address}${translated} refuses us: ${errorText(error)}`, {
        hint: 'It wants a token: set `RAY_AUTH_TOKEN` to what `ray get-auth-token` prints on its head node, then resume.',
        cause: error,
      });
    throw new UserError(`The Ray cluster ${address}${translated} does not answer: ${errorText(error)}`, {
      hint: 'Look whether `ray status` works on its head node, and whether its dashboard can be reached from here: it was started with `ray start --head --dashboard-host 0.0.0.0`.',
      cause: error,
    });
  }
}

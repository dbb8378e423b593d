import { mkdir } from 'node:fs/promises';
import { UserError } from '../../../embedded/errors';
import { errorText } from '../../../../protocol';
import { putLogsAside } from '../follow/kept-logs';
import type { Cluster, TrainSpec } from '../spec';
import type { Told } from '../told';
import { entrypointOf, jobEnvironment } from './entrypoint';
import { isOver, JobsError, type Job, type Jobs } from './jobs';

/** The job that trains the stage. */
export interface Claim {
  readonly id: string;
  /** It ran when we came. */
  readonly adopted: boolean;
}

/** More attempts than a stage has. */
const MOST_ATTEMPTS = 1000;

/**
 * The stage's job: one of an earlier companion that still runs, or that has ended while nobody looked; else a new one,
 * with a name that no job had. Rejects with an `UserError` when the cluster takes none.
 */
export async function claimJob(
  spec: TrainSpec,
  cluster: Cluster,
  jobs: Jobs,
  told: Told,
  note: (line: string) => void,
): Promise<Claim> {
  const { latest, free } = await latestJob(jobs, cluster.submission);
  if (
    latest !== undefined &&
    (!isOver(latest.job) ||
      (latest.job.state === 'SUCCEEDED' && told.job?.id === latest.id && told.job.ended !== true))
  ) {
    note(`The job ${latest.id} is known to the cluster (${latest.job.state}): it is followed.`);
    return { id: latest.id, adopted: true };
  }
  if (latest !== undefined && told.job?.id === latest.id && told.job.ended !== true)
    note(`The job ${latest.id} has ended while nobody looked (${latest.job.state}): ${latest.job.message}`);
  await mkdir(spec.output, { recursive: true });
  await putLogsAside(spec.output);
  await submit(spec, jobs, free);
  note(`Submitted to the Ray cluster ${jobs.address} as ${free}.`);
  return { id: free, adopted: false };
}

async function submit(spec: TrainSpec, jobs: Jobs, id: string): Promise<void> {
  try {
    await jobs.submit({ id, entrypoint: entrypointOf(spec.main), env: jobEnvironment(spec.main) });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The Ray cluster ${jobs.address} does not take the job: ${errorText(error)}`, {
      hint:
        error instanceof JobsError
          ? 'The dashboard of the cluster may say more.'
          : 'Look whether the cluster is still up, then resume.',
      cause: error,
    });
  }
}

/** The job of the last attempt, and the name for the next one: `name`, `name-2`, `name-3`. */
async function latestJob(
  jobs: Jobs,
  name: string,
): Promise<{ readonly latest?: { readonly id: string; readonly job: Job }; readonly free: string }> {
  let latest: { readonly id: string; readonly job: Job } | undefined;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const id = attempt === 1 ? name : `${name}-${attempt}`;
    const job = await jobs.job(id);
    if (job === undefined) return latest === undefined ? { free: id } : { latest, free: id };
    latest = { id, job };
  }
  throw new UserError(`The cluster knows too many jobs called ${name}`);
}

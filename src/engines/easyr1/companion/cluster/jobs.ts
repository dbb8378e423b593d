import { isRecord } from '../follow/python-json';
import { ask, type Answer } from './http';
import { listenTo } from './web-socket';

export type JobState = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'STOPPED';
const STATES: readonly string[] = [
  'PENDING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'STOPPED',
] satisfies JobState[];

export interface Job {
  readonly state: JobState;
  /** What Ray says of it, for people. */
  readonly message: string;
}

export const isOver = ({ state }: Job): boolean => state !== 'PENDING' && state !== 'RUNNING';

export interface Submission {
  readonly id: string;
  /** A command line for the shell of the cluster's machine. */
  readonly entrypoint: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A log is asked for whole where there is no stream of it; a JavaScript text holds no more than twice this. */
const MOST_LOG_BYTES = 256 * 1024 * 1024;

/** An answer that means no. */
export class JobsError extends Error {
  override readonly name = 'JobsError';

  constructor(
    message: string,
    /** Of HTTP; absent where the answer itself makes no sense. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/**
 * Ray's Jobs API, which `ray job submit` speaks, at the address of a dashboard. All calls reject with the system's
 * error when the cluster cannot be reached, and with a `JobsError` when it refuses.
 */
export class Jobs {
  constructor(readonly address: string) {}

  /** The version of Ray. */
  async version(): Promise<string> {
    const value = parsed(accepted(await ask('GET', `${this.address}/api/version`, { timeoutMs: 10_000 })));
    if (!isRecord(value) || typeof value.ray_version !== 'string')
      throw new JobsError('it is no dashboard of Ray');
    return value.ray_version;
  }

  async submit({ id, entrypoint, env }: Submission): Promise<void> {
    const body = {
      entrypoint,
      submission_id: id,
      runtime_env: { env_vars: env },
      metadata: { name: 'stagecraft' },
    };
    accepted(
      await ask('POST', `${this.address}/api/jobs/`, { body: JSON.stringify(body), timeoutMs: 120_000 }),
    );
  }

  /** Undefined when the cluster does not know it. */
  async job(id: string): Promise<Job | undefined> {
    const answer = await ask('GET', `${this.address}/api/jobs/${encodeURIComponent(id)}`);
    if (answer.status === 404) return undefined;
    const value = parsed(accepted(answer));
    if (!isRecord(value) || typeof value.status !== 'string' || !STATES.includes(value.status))
      throw new JobsError('it does not say how the job stands');
    return {
      state: value.status as JobState,
      message: typeof value.message === 'string' ? value.message : '',
    };
  }

  async stop(id: string): Promise<void> {
    accepted(await ask('POST', `${this.address}/api/jobs/${encodeURIComponent(id)}/stop`));
  }

  /** All that the job has printed so far. */
  async log(id: string): Promise<string> {
    const answer = await ask('GET', `${this.address}/api/jobs/${encodeURIComponent(id)}/logs`, {
      timeoutMs: 120_000,
      mostBytes: MOST_LOG_BYTES,
    });
    const value = parsed(accepted(answer));
    return isRecord(value) && typeof value.logs === 'string' ? value.logs : '';
  }

  /** What the job prints, from its beginning, as it comes; resolves when it has ended. */
  follow(id: string, onText: (text: string) => void, signal: AbortSignal): Promise<void> {
    return listenTo(`${this.address}/api/jobs/${encodeURIComponent(id)}/logs/tail`, onText, signal);
  }
}

/** The text of an answer that means yes. Of a refusal the last line counts: Ray sends whole stack traces. */
function accepted({ status, text }: Answer): string {
  if (status >= 200 && status < 300) return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  throw new JobsError(`HTTP ${status}: ${(lines.at(-1) ?? 'no reason given').trim().slice(0, 500)}`, status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

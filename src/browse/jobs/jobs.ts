import { Refusal, toFailure, type FromAuditor, type JobEnd, type JobProgress } from '../../protocol';

/** At most four messages a second of each job. */
const LEAST_MS = 250;

type Notice = Extract<FromAuditor, { type: 'progress' | 'ended' }>;
/** What a job says of itself; the rest is the book's. */
export type JobNews = Omit<JobProgress, 'job' | 'set' | 'what'>;

export interface JobParts {
  readonly signal: AbortSignal;
  readonly onProgress: (news: JobNews) => void;
}

interface Running {
  readonly key: string;
  readonly abort: AbortController;
}

/** Long work, one at a time for each set. What a job has written stays when it is cancelled or fails. */
export class Jobs {
  private readonly running = new Map<number, Running>();
  private latest = 0;

  constructor(private readonly send: (notice: Notice) => void) {}

  /**
   * Begins work after the caller has been answered, so that a job is known before it is heard of. `key` is what only
   * one job may work on; `onEnd` hears of its end before the editor does. Throws a `Refusal` when one does.
   */
  start(
    job: { readonly key: string; readonly set: string; readonly what: JobProgress['what'] },
    work: (parts: JobParts) => Promise<{ readonly set: string; readonly words: string }>,
    onEnd: (end: JobEnd) => void = () => undefined,
  ): number {
    const { key, set, what } = job;
    if ([...this.running.values()].some((one) => one.key === key)) {
      throw new Refusal(
        'Something is being done with this set already',
        'Wait until it is done, or cancel it.',
      );
    }
    this.latest += 1;
    const id = this.latest;
    const abort = new AbortController();
    this.running.set(id, { key, abort });
    const teller = new ProgressTeller((news) =>
      this.send({ type: 'progress', progress: { job: id, set, what, ...news } }),
    );
    setImmediate(() => {
      this.run(set, abort.signal, teller, work).then(
        (end) => {
          teller.close();
          this.running.delete(id);
          onEnd(end);
          this.send({ type: 'ended', job: id, end });
        },
        () => undefined,
      );
    });
    return id;
  }

  cancel(job: number): void {
    this.running.get(job)?.abort.abort(new Refusal('It was cancelled'));
  }

  cancelAll(): void {
    for (const job of this.running.keys()) this.cancel(job);
  }

  private async run(
    set: string,
    signal: AbortSignal,
    teller: ProgressTeller,
    work: (parts: JobParts) => Promise<{ readonly set: string; readonly words: string }>,
  ): Promise<JobEnd> {
    try {
      signal.throwIfAborted();
      return { state: 'done', ...(await work({ signal, onProgress: (news) => teller.tell(news) })) };
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled', set };
      const { message, hint, defect } = toFailure(error);
      if (defect === true) process.stderr.write(`${message}\n`);
      const words = defect === true ? (message.split('\n')[0] ?? message) : message;
      return { state: 'failed', message: words, ...(hint === undefined ? {} : { hint }) };
    }
  }
}

/** Tells the newest of what it hears, not too often; nothing after it was closed. */
class ProgressTeller {
  private last = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private newest: JobNews | undefined;

  constructor(private readonly say: (news: JobNews) => void) {}

  tell(news: JobNews): void {
    this.newest = news;
    if (this.timer !== undefined) return;
    const wait = Math.max(0, this.last + LEAST_MS - performance.now());
    if (wait === 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** What was heard last is told before the end. */
  close(): void {
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.newest === undefined) return;
    this.say(this.newest);
    this.newest = undefined;
    this.last = performance.now();
  }
}

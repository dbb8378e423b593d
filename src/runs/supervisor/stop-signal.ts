import { performance } from 'node:perf_hooks';

export interface StopCause {
  /** Who wants it: a client's order, a signal to the supervisor, or a disk that takes no more. */
  readonly by: 'order' | 'signal' | 'disk';
  readonly reason: string;
  /** Milliseconds that the engine may take to end by itself. */
  readonly graceMs: number;
}

/** How a stage (and with it the run) ends that was stopped before its engine could say anything. */
export const stoppedBy = ({ by, reason }: StopCause) =>
  ({ state: by === 'disk' ? 'failed' : 'stopped', reason }) as const;

/** Thrown in place of an answer that nobody waits for any more. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** The wish to stop: once expressed it stays, and a later one can only shorten the time that is left. */
export class StopSignal {
  private first: StopCause | undefined;
  private deadline = Infinity;
  private left = false;
  private readonly listeners = new Set<() => void>();

  get cause(): StopCause | undefined {
    return this.first;
  }

  /** Whether work goes on that nobody waits for any more. */
  get abandonedWork(): boolean {
    return this.left;
  }

  /** Milliseconds until the engine is ended by force; measured on a clock that nobody can set. */
  get graceLeftMs(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  request(cause: StopCause): void {
    this.first ??= cause;
    this.deadline = Math.min(this.deadline, performance.now() + cause.graceMs);
    for (const listener of this.listeners) listener();
  }

  /** Calls back at every request, at once if there was one; returns how to stop that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.first !== undefined) listener();
    return () => void this.listeners.delete(listener);
  }

  /** What `work` comes to; throws `Stopped` at the first request, and the work goes on unwatched. */
  async orStopped<T>(work: Promise<T>): Promise<T> {
    let unlisten: () => void = () => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      unlisten = this.listen(() => {
        this.left = true;
        reject(new Stopped(this.first?.reason));
      });
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      unlisten();
    }
  }
}

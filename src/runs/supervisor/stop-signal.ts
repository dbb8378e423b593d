import { performance } from 'node:perf_hooks';

export interface StopCause {
  /** Who wants it: a client's order, a signal to the supervisor, or a disk that takes no more. */
  readonly by: 'order' | 'signal' | 'disk';
  readonly reason: string;
  /** Milliseconds that the engine may take to end by itself. */
  readonly graceMs: number;
}

/** The wish to stop: once expressed it stays, and a later one can only shorten the time that is left. */
export class StopSignal {
  private first: StopCause | undefined;
  private deadline = Infinity;
  private readonly listeners = new Set<() => void>();

  get cause(): StopCause | undefined {
    return this.first;
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
    return () => this.listeners.delete(listener);
  }
}

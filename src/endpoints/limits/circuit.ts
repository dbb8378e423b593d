/** Connections that must fail one after another, and for how long, before a server that has answered is given up. */
const FAILURES = 8;
const PATIENCE = 60_000;
/** A server that has never answered is given up after so many. */
const FIRST_FAILURES = 4;

/**
 * Watches the connections of all requests. `dead` aborts when nobody is there: one clear error instead of hours of
 * retries, each waiting for its own. Any answer, even an error, closes the case.
 */
export class Circuit {
  private failures = 0;
  private since = 0;
  private answered = false;
  private readonly controller = new AbortController();
  readonly dead = this.controller.signal;

  constructor(private readonly clock: () => number = Date.now) {}

  answers(): void {
    this.answered = true;
    this.failures = 0;
  }

  /** A connection failed; `reason` is what all are told when it was one too many. */
  fails(reason: () => Error): void {
    if (this.failures === 0) this.since = this.clock();
    this.failures += 1;
    const over = this.answered
      ? this.failures >= FAILURES && this.clock() - this.since >= PATIENCE
      : this.failures >= FIRST_FAILURES;
    if (over && !this.dead.aborted) this.controller.abort(reason());
  }
}

/** At most ten looks a second, however much happens; without hints one a second, for file systems that tell nothing. */
const LEAST_MS = 100;
const PACE_MS = 1000;

/** Calls one piece of work again and again, never twice at a time: soon after a hint, and at a pace without any. */
export class Pulse {
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;
  private running = false;
  private hinted = false;
  private stopped = true;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly onDefect: (error: unknown) => void,
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.plan(PACE_MS);
  }

  /** Something may have happened. */
  hint(): void {
    if (this.stopped || this.hinted) return;
    this.hinted = true;
    if (!this.running) this.plan(Math.max(0, this.last + LEAST_MS - performance.now()));
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.run(), ms);
  }

  private async run(): Promise<void> {
    this.running = true;
    this.hinted = false;
    this.last = performance.now();
    await this.work().catch(this.onDefect);
    this.running = false;
    // Asked for anew during the work: as soon as may be.
    this.plan(this.wasHinted() ? LEAST_MS : PACE_MS);
  }

  private wasHinted(): boolean {
    return this.hinted;
  }
}

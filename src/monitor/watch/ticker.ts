import { performance } from 'node:perf_hooks';

/** At most ten looks a second, however much happens. */
const LEAST_MS = 100;
/** Without hints: file systems that tell nothing (networks) are looked at all the same. */
const PACE = { busy: 500, idle: 1000 } as const;

/** Calls one piece of work again and again, never twice at a time: soon after a hint, and at a pace without any. */
export class Ticker {
  pace: keyof typeof PACE = 'idle';
  private timer: NodeJS.Timeout | undefined;
  private due = Infinity;
  private last = -Infinity;
  private running = false;
  private hinted = false;
  private started = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly onDefect: (error: unknown) => void,
  ) {}

  start(): void {
    this.started = true;
    this.hint();
  }

  /** Something may have happened. */
  hint(): void {
    this.hinted = true;
    this.plan(Math.max(0, this.last + LEAST_MS - performance.now()));
  }

  stop(): void {
    this.started = false;
    clearTimeout(this.timer);
  }

  private plan(ms: number): void {
    const due = performance.now() + ms;
    if (!this.started || this.running || due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => void this.run(), ms);
  }

  /** A function, lest the compiler thinks that the answer cannot change during the work. */
  private wasHinted(): boolean {
    return this.hinted;
  }

  private async run(): Promise<void> {
    this.running = true;
    this.hinted = false;
    this.due = Infinity;
    this.last = performance.now();
    await this.work().catch(this.onDefect);
    this.running = false;
    this.plan(PACE[this.pace]);
    if (this.wasHinted()) this.hint();
  }
}

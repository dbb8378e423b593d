import type { Jobs } from './jobs';

const AGAIN_MS = 2000;
/** Where there is no stream (a proxy without WebSockets), the whole log is asked for so often. */
const POLL_MS = 10_000;

/**
 * What a job prints, from its beginning, each character once. Ray sends the log from its beginning on every
 * connection; what was had is skipped.
 */
export class JobLog {
  private received = 0;
  private readonly abort = new AbortController();
  private done: Promise<void> | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly id: string,
    private readonly onText: (text: string) => void,
  ) {}

  /** Begins to listen, until `close`. */
  open(): void {
    this.done ??= this.listen();
  }

  /** Stops listening; with `rest`, what the stream has not brought is fetched. */
  async close(rest: boolean): Promise<void> {
    this.abort.abort();
    await this.done;
    if (rest) await this.fetch().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const { signal } = this.abort;
    const isClosed = (): boolean => signal.aborted;
    while (!isClosed()) {
      const streamed = await this.stream(signal);
      if (isClosed()) return;
      if (!streamed) await this.fetch().catch(() => undefined);
      await pause(streamed ? AGAIN_MS : POLL_MS, signal);
    }
  }

  /** False when there is no stream. */
  private async stream(signal: AbortSignal): Promise<boolean> {
    let place = 0;
    const take = (text: string): void => {
      const fresh = text.slice(Math.max(0, this.received - place));
      place += text.length;
      this.give(fresh);
    };
    try {
      await this.jobs.follow(this.id, take, signal);
      return true;
    } catch {
      return place > 0;
    }
  }

  private async fetch(): Promise<void> {
    const text = await this.jobs.log(this.id);
    this.give(text.slice(this.received));
  }

  private give(text: string): void {
    if (text === '') return;
    this.received += text.length;
    this.onText(text);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });

import { onAbort } from '../abort';

interface Waiter {
  readonly enter: () => void;
  gone: boolean;
}

/** At most so many at a time; the others wait in the order in which they came. */
export class Gate {
  private inside = 0;
  /** First to be let in stands at `next`; what is before it has gone. */
  private queue: Waiter[] = [];
  private next = 0;

  constructor(private readonly most: number) {}

  /** Does the work as soon as there is room. Who aborts while waiting costs nothing. */
  async through<T>(signals: readonly (AbortSignal | undefined)[], work: () => Promise<T>): Promise<T> {
    if (this.inside < this.most) this.inside += 1;
    else await this.wait(signals);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private wait(signals: readonly (AbortSignal | undefined)[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const offs: (() => void)[] = [];
      const waiter: Waiter = {
        gone: false,
        enter: () => {
          for (const off of offs) off();
          resolve();
        },
      };
      this.queue.push(waiter);
      for (const signal of signals) {
        offs.push(
          onAbort(signal, (reason) => {
            waiter.gone = true;
            for (const off of offs) off();
            reject(reason);
          }),
        );
      }
    });
  }

  private leave(): void {
    while (this.next < this.queue.length) {
      const waiter = this.queue[this.next];
      this.next += 1;
      // What has gone is cut off now and then: a shift for each would move all the others.
      if (this.next > 1_024 && this.next * 2 > this.queue.length) {
        this.queue = this.queue.slice(this.next);
        this.next = 0;
      }
      if (waiter !== undefined && !waiter.gone) {
        waiter.enter();
        return;
      }
    }
    this.queue = [];
    this.next = 0;
    this.inside -= 1;
  }
}

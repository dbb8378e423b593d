/**
 * What is wanted of the companion, each outranking the one before: to go on; to end with the next checkpoint; to leave,
 * since the supervisor is gone; to end at once.
 */
export type Wish = 'go on' | 'until' | 'leave' | 'stop';

const RANK: Readonly<Record<Wish, number>> = { 'go on': 0, until: 1, leave: 2, stop: 3 };

/** The wish as it stands; it only grows. */
export class Wishes {
  private now: Wish = 'go on';
  private readonly listeners = new Set<() => void>();
  /** Asked to end more than once: whatever is patient should not be. */
  private urgent = false;

  get wish(): Wish {
    return this.now;
  }

  get impatient(): boolean {
    return this.urgent;
  }

  /** Whether there is nothing to wait for any more. */
  get over(): boolean {
    return this.now === 'stop' || this.now === 'leave';
  }

  ask(wish: Wish, urgent = false): void {
    if (urgent) this.urgent = true;
    if (RANK[wish] > RANK[this.now]) this.now = wish;
    else if (!urgent) return;
    for (const listener of this.listeners) listener();
  }

  /** Calls back at every change; returns how to end that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Resolves after `ms`, or at the next change. */
  async pause(ms: number): Promise<void> {
    let unlisten: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      unlisten = this.listen(resolve);
    });
    clearTimeout(timer);
    unlisten();
  }
}

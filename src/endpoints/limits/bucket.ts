/**
 * A token bucket: `perMinute` are granted a minute, evenly, and a tenth of them at once after a rest. What turns out to
 * have cost more or less than asked for is settled afterwards, so the level may fall below zero.
 */
export class Bucket {
  private level: number;
  private at: number;

  constructor(
    private readonly perMinute: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.level = this.burst;
    this.at = clock();
  }

  private get burst(): number {
    return Math.max(1, this.perMinute / 10);
  }

  /** Takes `amount` and returns the milliseconds to wait before going on: those who come later wait longer. */
  take(amount: number): number {
    const now = this.clock();
    this.level = Math.min(this.burst, this.level + ((now - this.at) * this.perMinute) / 60_000);
    this.at = now;
    // More than the bucket ever holds is granted when it is full.
    const missing = Math.min(amount, this.burst) - this.level;
    this.level -= amount;
    return missing <= 0 ? 0 : Math.ceil((missing * 60_000) / this.perMinute);
  }

  /** What was asked for and what it came to. */
  settle(asked: number, spent: number): void {
    this.level += asked - spent;
  }
}

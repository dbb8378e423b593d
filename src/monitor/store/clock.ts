/**
 * The time axis of a run: seconds from its first event, without the pauses in which nobody supervised it (queued,
 * stopped, interrupted). Never goes back, whatever the system's clock did.
 */
export class RunClock {
  private origin: number | undefined;
  private latest = 0;
  private now = 0;
  private text = '';

  get seconds(): number {
    return this.now;
  }

  /** The moment of an event, by its ISO 8601 time; the last known one when that is none. */
  at(time: string): number {
    // Events of one write have the same time.
    if (time === this.text) return this.now;
    this.text = time;
    const moment = Date.parse(time);
    if (Number.isNaN(moment)) return this.now;
    this.origin ??= moment;
    this.latest = Math.max(this.latest, moment);
    this.now = Math.max(this.now, (moment - this.origin) / 1000);
    return this.now;
  }

  /** A supervisor takes the run over at this time: what lies between the last event and now did not count. */
  takenOver(time: string): void {
    const moment = Date.parse(time);
    if (this.origin !== undefined && moment > this.latest) this.origin += moment - this.latest;
    this.at(time);
  }
}

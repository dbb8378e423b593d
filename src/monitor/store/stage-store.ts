import { Column } from '../curves/column';

/** Names an engine may make up; more than a person can look at is damage or an attack. */
const MOST_METRICS = 500;
const LONGEST_NAME = 200;
/** Points of one metric of one stage: 24 bytes each. */
const MOST_POINTS = 8_000_000;

/** What a stage has reported so far. */
export class StageStore {
  readonly columns = new Map<string, Column>();
  /** The furthest step of any event. */
  lastStep = 0;
  /** As its engine said when it started; 0 before. */
  totalSteps = 0;
  starts = 0;
  /** Seconds of its first and of its last event. */
  span: readonly [number, number] | undefined;

  seen(second: number): void {
    this.span = [this.span?.[0] ?? second, second];
  }

  /** Adds one point a metric; what is not a number (JSON has null for NaN) is NaN. Returns how many were added. */
  add(step: number, second: number, values: Readonly<Record<string, unknown>>): number {
    this.lastStep = Math.max(this.lastStep, step);
    this.seen(second);
    let added = 0;
    for (const name in values) {
      const column = this.columns.get(name) ?? this.newColumn(name);
      if (column === undefined || column.length >= MOST_POINTS) continue;
      const value = values[name];
      column.push(step, second, typeof value === 'number' && Number.isFinite(value) ? value : NaN);
      added += 1;
    }
    return added;
  }

  /** Takes back all points from a step on; returns how many went. */
  takeBack(step: number): number {
    this.lastStep = Math.min(this.lastStep, Math.max(0, step - 1));
    let removed = 0;
    for (const column of this.columns.values()) removed += column.takeBack(step);
    return removed;
  }

  private newColumn(name: string): Column | undefined {
    if (this.columns.size >= MOST_METRICS || name.length > LONGEST_NAME) return undefined;
    const column = new Column();
    this.columns.set(name, column);
    return column;
  }
}

import { Floats } from './floats';
import { MovingAverage } from './moving-average';

/** Points of one metric of one stage, in the order in which they came. */
export interface Points {
  readonly steps: Float64Array;
  /** Seconds since the run began. */
  readonly seconds: Float64Array;
  readonly values: Float64Array;
  /** The moving average at each point; absent without smoothing. */
  readonly smooth?: Float64Array;
}

/** A growing column of points. A value that was not a number is NaN. */
export class Column {
  private readonly steps = new Floats();
  private readonly seconds = new Floats();
  private readonly values = new Floats();
  /** Steps never went back, as in every run whose engine counts rightly. */
  private ordered = true;
  private average: MovingAverage | undefined;
  private sorted: Column | undefined;

  get length(): number {
    return this.values.length;
  }

  push(step: number, second: number, value: number): void {
    if (this.length > 0 && step < this.steps.at(this.length - 1)) this.ordered = false;
    this.steps.push(step);
    this.seconds.push(second);
    this.values.push(value);
    this.sorted = undefined;
  }

  /** Takes back the points from a step on; returns how many went. */
  takeBack(step: number): number {
    const before = this.length;
    this.sorted = undefined;
    if (this.ordered) {
      this.cut(lowerBound(this.steps.view, step));
    } else {
      const { steps, seconds, values } = this.points('time', 0);
      const kept = [...steps.keys()].filter((i) => (steps[i] ?? 0) < step);
      const copies = kept.map((i) => [steps[i] ?? 0, seconds[i] ?? 0, values[i] ?? NaN] as const);
      this.cut(0);
      this.ordered = true;
      for (const copy of copies) this.push(...copy);
    }
    return before - this.length;
  }

  /** The points in the order of an axis, with a moving average of weight `smoothing` over them unless that is 0. */
  points(axis: 'step' | 'time', smoothing: number): Points {
    const own = axis === 'step' && !this.ordered ? (this.sorted ??= this.bySteps()) : this;
    const raw = { steps: own.steps.view, seconds: own.seconds.view, values: own.values.view };
    if (smoothing <= 0) return raw;
    if (own.average?.weight !== smoothing) own.average = new MovingAverage(smoothing);
    return { ...raw, smooth: own.average.over(raw.values) };
  }

  private cut(length: number): void {
    for (const list of [this.steps, this.seconds, this.values]) list.cut(length);
    this.average = undefined;
  }

  private bySteps(): Column {
    const { steps, seconds, values } = this.points('time', 0);
    const order = [...steps.keys()].sort((a, b) => (steps[a] ?? 0) - (steps[b] ?? 0));
    const sorted = new Column();
    for (const i of order) sorted.push(steps[i] ?? 0, seconds[i] ?? 0, values[i] ?? NaN);
    return sorted;
  }
}

/** Index of the first of ascending numbers that is at least `bound`. */
export function lowerBound(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first of ascending numbers that is greater than `bound`. */
export function upperBound(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

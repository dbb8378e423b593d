import { Floats } from './floats';

/**
 * Exponential moving average with the bias of its beginning taken out: the weighted mean of all points so far, the
 * weights `weight ** age`, as in Adam (arXiv 1412.6980, section 3). What is not a number is passed over. Goes on
 * where it was when its values have grown.
 */
export class MovingAverage {
  private readonly out = new Floats();
  private sum = 0;
  private total = 0;

  constructor(readonly weight: number) {}

  /** The average at each of the values, which begin with those of the call before. */
  over(values: Float64Array): Float64Array {
    const { weight } = this;
    for (let i = this.out.length; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (!Number.isNaN(value)) {
        this.sum = weight * this.sum + (1 - weight) * value;
        this.total = weight * this.total + (1 - weight);
      }
      this.out.push(this.total === 0 ? NaN : this.sum / this.total);
    }
    return this.out.view;
  }
}

/** What memory was when so much was done. */
export interface Sample {
  readonly done: number;
  readonly bytes: number;
}

/** Bytes more for each that is done: the slope of the line with the least squares through all samples. */
export function slopeOf(samples: readonly Sample[]): number {
  const n = samples.length;
  const mean = (of: (sample: Sample) => number): number => samples.reduce((sum, one) => sum + of(one), 0) / n;
  const [x, y] = [mean(({ done }) => done), mean(({ bytes }) => bytes)];
  let [both, square] = [0, 0];
  for (const { done, bytes } of samples) {
    both += (done - x) * (bytes - y);
    square += (done - x) ** 2;
  }
  return both / square;
}

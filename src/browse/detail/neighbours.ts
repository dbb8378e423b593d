import type { ItemColumns } from '../store/columns';

/** Neighbours at most, of which those of the same image come first. */
const MOST = 20;
const BESIDE = 2;

/** Indices of the items about the same image (the nearest first), then of those beside it in its data set. */
export function neighboursOf(index: number, columns: ItemColumns): readonly number[] {
  const { picture, dataset } = columns;
  const same = picture[index] ?? 0;
  const before: number[] = [];
  const after: number[] = [];
  if (same !== 0) {
    for (let i = index - 1; i >= 0 && before.length < MOST; i -= 1) if (picture[i] === same) before.push(i);
    for (let i = index + 1; i < columns.rows && after.length < MOST; i += 1)
      if (picture[i] === same) after.push(i);
  }
  const distance = (i: number): number => Math.abs(i - index);
  const ofImage = [...before, ...after].sort((a, b) => distance(a) - distance(b)).slice(0, MOST - 2 * BESIDE);
  const beside: number[] = [];
  for (let step = 1; step <= BESIDE; step += 1) {
    for (const i of [index - step, index + step]) {
      const there = i >= 0 && i < columns.rows && dataset.codes[i] === dataset.codes[index];
      if (there && !ofImage.includes(i)) beside.push(i);
    }
  }
  return [...ofImage, ...beside];
}

/** One decimal is finer than a pixel on any screen. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Vertical place of a pass rate: 0 (hard) at the top, 1 (easy) at the bottom. */
export const rateY = (rate: number, top: number, height: number): number => top + rate * height;

/**
 * Outline of a histogram stood upright and mirrored: bins from 0 at the top to 1 at the bottom, each as wide as its
 * share of the fullest bin. Bins without rows are gaps; empty text when no bin holds a row.
 */
export function violinPath(
  bins: readonly number[],
  place: { readonly middle: number; readonly half: number; readonly top: number; readonly height: number },
): string {
  const most = Math.max(0, ...bins);
  const { middle, half, top, height } = place;
  const y = (bin: number): string => px(top + (bin * height) / bins.length);
  return stretches(bins)
    .map(([from, end]) => {
      const within = Array.from({ length: end - from }, (_, i) => {
        // A single row among thousands still has to be seen.
        const width = Math.max(1, ((bins[from + i] ?? 0) / most) * half);
        return { bin: from + i, width };
      });
      const down = within.map(({ bin, width }) => `L${px(middle + width)} ${y(bin)}V${y(bin + 1)}`);
      const up = within.map(({ bin, width }) => `L${px(middle - width)} ${y(bin + 1)}V${y(bin)}`).reverse();
      return `M${px(middle)} ${y(from)}${down.join('')}L${px(middle)} ${y(end)}${up.join('')}Z`;
    })
    .join('');
}

/** First bins, and those one past the last, of the stretches that hold rows. */
function stretches(bins: readonly number[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  bins.forEach((count, i) => {
    const last = result.at(-1);
    if (count <= 0) return;
    if (last?.[1] === i) last[1] = i + 1;
    else result.push([i, i + 1]);
  });
  return result;
}

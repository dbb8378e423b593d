/** Time a frame may spend on drawing charts, ms: the rest is for the one who looks. */
const BUDGET = 10;

const waiting = new Map<object, () => void>();
let frame: number | undefined;

/**
 * Draws soon. Many charts that have something new are drawn over several frames, so that no frame takes long; of
 * several drawings of one chart only the last is done.
 */
export function drawSoon(chart: object, draw: () => void): void {
  waiting.set(chart, draw);
  frame ??= requestAnimationFrame(work);
}

/** It will not be drawn any more. */
export const drawNever = (chart: object): void => void waiting.delete(chart);

function work(): void {
  const end = performance.now() + BUDGET;
  for (const [chart, draw] of waiting) {
    waiting.delete(chart);
    draw();
    if (performance.now() >= end) break;
  }
  frame = waiting.size > 0 ? requestAnimationFrame(work) : undefined;
}

/** What a line is drawn with: a canvas or a path. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/**
 * Draws a line through points `first` to `last`, lifted over those that have no place and behind those that are
 * `broken`. A point that stands alone becomes a dot: a line to itself.
 */
export function trace(
  pen: Pen,
  first: number,
  last: number,
  place: (i: number) => readonly [number, number],
  broken: ReadonlySet<number>,
): void {
  let down = false;
  let alone: readonly [number, number] | undefined;
  const lift = (): void => {
    if (alone !== undefined) pen.lineTo(...alone);
    alone = undefined;
    down = false;
  };
  for (let i = first; i <= last; i += 1) {
    const at = place(i);
    if (!Number.isFinite(at[0]) || !Number.isFinite(at[1])) {
      lift();
      continue;
    }
    if (down) {
      pen.lineTo(...at);
      alone = undefined;
    } else {
      pen.moveTo(...at);
      alone = at;
      down = true;
    }
    if (broken.has(i)) lift();
  }
  lift();
}

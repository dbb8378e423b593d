/**
 * Tallest content in CSS pixels: browsers hold lengths in some 33 million at most, of device pixels, so that a sharp
 * screen has half or a third of them.
 */
export const MOST_HEIGHT = 8_000_000;

/** How the place of a scroll bar stands for a place in a list that would be taller than a browser can make it. */
export interface ScrollScale {
  /** Of the content, CSS pixels. */
  readonly height: number;
  readonly scaled: boolean;
  /** Place in the list, CSS pixels from its top, at a place of the scroll bar. */
  readonly toTop: (scroll: number) => number;
  readonly toScroll: (top: number) => number;
  /** The lowest place in the list. */
  readonly last: number;
}

/** Pure: the scale of `count` rows seen through a box of `view` CSS pixels. */
export function scrollScale(count: number, rowHeight: number, view: number, most = MOST_HEIGHT): ScrollScale {
  const full = count * rowHeight;
  const height = Math.min(full, most);
  const last = Math.max(0, full - view);
  const way = Math.max(0, height - view);
  const scaled = full > most;
  if (!scaled) return { height, scaled, last, toTop: (scroll) => scroll, toScroll: (top) => top };
  const clamp = (top: number): number => Math.max(0, Math.min(last, top));
  return {
    height,
    scaled,
    last,
    toTop: (scroll) => clamp((scroll / way) * last),
    toScroll: (top) => {
      const scroll = Math.round((clamp(top) / last) * way);
      // At an end the bar cannot go on in that direction, so it is there only when the list is.
      if (scroll === 0 && top > 0) return 1;
      return scroll === way && top < last ? way - 1 : scroll;
    },
  };
}

import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';

/** Which rows of a long list are worth drawing, and the room that the others take. */
export interface VirtualRows {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Heights in CSS pixels of what is left out. */
  readonly before: number;
  readonly after: number;
}

/** Pure: rows of equal height in view of a scrolled box, with some to spare on both sides. */
export function rowsInView(
  count: number,
  rowHeight: number,
  top: number,
  height: number,
  spare = 8,
): VirtualRows {
  const seen = Math.floor(Math.max(0, top) / rowHeight);
  const first = Math.min(Math.max(0, seen - spare), Math.max(0, count - 1));
  const end = Math.min(count, seen + Math.ceil(height / rowHeight) + spare);
  return {
    first,
    end: Math.max(first, end),
    before: first * rowHeight,
    after: Math.max(0, count - end) * rowHeight,
  };
}

/**
 * Draws only the rows of `box` that can be seen. Also gives `reveal`, which scrolls a row into view.
 */
export function useVirtualRows(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): VirtualRows & { readonly reveal: (row: number) => void } {
  const [view, setView] = useState({ top: 0, height: 400 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void =>
      setView((old) =>
        old.top === element.scrollTop && old.height === element.clientHeight
          ? old
          : { top: element.scrollTop, height: element.clientHeight },
      );
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [box]);
  const reveal = useCallback(
    (row: number): void => {
      const element = box.current;
      if (element === null) return;
      const top = row * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight - element.clientHeight;
    },
    [box, rowHeight],
  );
  return { ...rowsInView(count, rowHeight, view.top, view.height), reveal };
}

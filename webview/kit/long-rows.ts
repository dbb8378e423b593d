import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { scrollScale } from './scroll-scale';
import { rowsInView } from './virtual';

/** Time after the last scrolling at which the scroll bar is put where the list is, ms. */
const SETTLE = 120;

export interface LongRows {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Of the content, CSS pixels. */
  readonly height: number;
  /** Row i stands at `i * rowHeight - offset`. */
  readonly offset: number;
  /** Whole rows that fit into the box. */
  readonly fit: number;
  /** Scrolls a row into view. */
  readonly reveal: (row: number) => void;
}

interface View {
  /** Place in the list. */
  readonly top: number;
  /** Place of the scroll bar. */
  readonly scroll: number;
  readonly height: number;
}

/**
 * Rows of equal height, up to millions: only those in view are drawn, each at its place in a content that is no taller
 * than browsers can make it. Wheel and keys move by pixels, the bar by shares of the list.
 */
export function useLongRows(box: RefObject<HTMLElement | null>, count: number, rowHeight: number): LongRows {
  const [view, setView] = useState<View>({ top: 0, scroll: 0, height: 400 });
  const now = useRef(view);
  const scale = scrollScale(count, rowHeight, view.height);
  const current = useRef(scale);
  current.current = scale;

  const put = useCallback((next: View): void => {
    const { top, scroll, height } = now.current;
    if (top === next.top && scroll === next.scroll && height === next.height) return;
    now.current = next;
    setView(next);
  }, []);

  /** Moves the bar to where the list is. */
  const align = useCallback(
    (top: number): void => {
      const element = box.current;
      if (element === null) return;
      element.scrollTop = current.current.toScroll(top);
      put({ top, scroll: element.scrollTop, height: element.clientHeight });
    },
    [box, put],
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const { scrollTop, clientHeight } = element;
      const { scaled, last, toTop } = current.current;
      const moved = scrollTop - now.current.scroll;
      const small = scaled && Math.abs(moved) <= clientHeight;
      const top = small ? Math.max(0, Math.min(last, now.current.top + moved)) : toTop(scrollTop);
      put({ top, scroll: scrollTop, height: clientHeight });
      if (!scaled || moved === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => align(now.current.top), SETTLE);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [box, put, align]);

  const reveal = useCallback(
    (row: number): void => {
      const height = box.current?.clientHeight ?? 0;
      const { top } = now.current;
      const place = row * rowHeight;
      if (place < top) align(place);
      else if (place + rowHeight > top + height) align(Math.max(0, place + rowHeight - height));
    },
    [box, rowHeight, align],
  );

  const top = Math.min(view.top, scale.last);
  const { first, end } = rowsInView(count, rowHeight, top, view.height);
  return {
    first,
    end,
    height: scale.height,
    offset: top - view.scroll,
    fit: Math.max(1, Math.floor(view.height / rowHeight)),
    reveal,
  };
}

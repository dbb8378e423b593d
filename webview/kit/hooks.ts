import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useStore } from './store';
import { theme, watchPlace, watchSize } from './watch';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of an element in CSS pixels, whole; zero until it is laid out. `atOnce` has the browser lay the page out for
 * it now, for one element whose content hangs on its size.
 */
export function useSize(ref: RefObject<Element | null>, atOnce = false): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const take = ({ width, height }: Size): void => {
      const next = { width: Math.floor(width), height: Math.floor(height) };
      setSize((old) => (old.width === next.width && old.height === next.height ? old : next));
    };
    if (atOnce) take(element.getBoundingClientRect());
    return watchSize(element, ({ contentRect }) => take(contentRect));
  }, [ref, atOnce]);
  return size;
}

/** Whether an element is, or is nearly, on the screen. */
export function useOnScreen(ref: RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    return element === null
      ? undefined
      : watchPlace(element, ({ isIntersecting }) => setVisible(isIntersecting));
  }, [ref]);
  return visible;
}

/** A number that grows when the editor's theme changes: what is drawn on a canvas is then drawn again. */
export const useTheme = (): number => useStore(theme(), (count) => count);

/** The time now, in ms, told anew every so often; stands still without `every`. */
export function useNow(every: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (every === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Whether the page has had nothing better to do since `when`: for what need not be there at once. */
export function useIdle(when: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!when || idle) return undefined;
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }, [when, idle]);
  return idle;
}

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useSize } from '../../kit';
import { useModel } from '../state/context';
import { drawNever, drawSoon } from './draw-queue';
import { createPlot, type Plot, type PlotEars, type Scene } from './plot';

/**
 * Keeps a plot of a scene in an element: made when there is room and it is seen, drawn anew when the scene, the size
 * or the crosshair changes. Returns the plot as it is now.
 */
export function usePlot(
  box: RefObject<HTMLElement | null>,
  scene: Scene,
  seen: boolean,
  ears: PlotEars,
): RefObject<Plot | undefined> {
  const { cursor } = useModel();
  const plot = useRef<Plot | undefined>(undefined);
  const { width, height } = useSize(box);
  const latest = useRef(ears);
  latest.current = ears;

  useLayoutEffect(() => {
    if (!seen || width === 0 || height === 0) return;
    drawSoon(box, () => {
      if (box.current === null) return;
      if (plot.current === undefined)
        plot.current = createPlot(box.current, width, height, scene, {
          point: (x) => latest.current.point(x),
          zoom: (range) => latest.current.zoom(range),
          reset: () => latest.current.reset(),
        });
      else plot.current.show(scene);
      plot.current.cursor(cursor.get());
    });
  }, [scene, seen, width > 0 && height > 0]);

  useLayoutEffect(() => {
    if (width > 0 && height > 0) plot.current?.size(width, height);
  }, [width, height]);

  useEffect(
    () =>
      cursor.subscribe((x) => {
        if (seen) plot.current?.cursor(x);
      }),
    [seen],
  );

  useEffect(
    () => () => {
      drawNever(box);
      plot.current?.destroy();
      plot.current = undefined;
    },
    [],
  );
  return plot;
}

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button, Icon, useIdle, useOnScreen, useStore } from '../../kit';
import { useModel } from '../state/context';
import { ChartTable } from './chart-table';
import { metricsOf, type ChartSpec } from './charts';
import { actOf, type ChartAct } from './keys';
import { Readout, readoutText } from './readout';
import { summaryOf } from './summary';
import { Tooltip } from './tooltip';
import { usePlot } from './use-plot';
import { useScene, type Track } from './use-scene';
import { panned, zoomed } from './zoom';

interface ChartProps {
  readonly spec: ChartSpec;
  readonly track: Track;
  readonly names: readonly string[];
  readonly large: boolean;
  /** Enlarges the chart, or puts it back among the others. */
  readonly onEnlarge: () => void;
  /** Says something to those who listen. */
  readonly say: (text: string) => void;
}

/** One chart: its head with the values, the plot, and the same as a table. */
export function Chart({ spec, track, names, large, onEnlarge, say }: ChartProps) {
  const model = useModel();
  const root = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const seen = useOnScreen(root);
  const scene = useScene(spec, track, seen);
  const all = track.whole;
  const [asTable, setAsTable] = useState(false);
  const waiting = useStore(
    model.feed.data,
    ({ curves, axis }) => axis !== scene.axis || !curves.has(track.run),
  );
  // What says what its buttons are comes after what is drawn: they are many, and nobody has reached for them yet.
  const [reached, setReached] = useState(false);
  const idle = useIdle(seen);
  const reach = (): void => setReached(true);
  const plot = usePlot(box, scene, seen && !asTable && (!waiting || scene.lines.length > 0), {
    point: (x) => {
      model.pointed.set(spec.id);
      model.cursor.set(x);
    },
    zoom: (zoom) => model.change({ zoom }),
    reset: model.resetZoom,
  });

  useLayoutEffect(() => {
    if (!seen) return undefined;
    model.feed.want(spec.id, metricsOf(spec), box.current?.offsetWidth ?? 0);
    return () => model.feed.drop(spec.id);
  }, [seen, spec, large]);

  const summary = useMemo(
    () => (seen ? summaryOf(spec, scene.lines, names) : spec.title),
    [seen, spec, scene.lines, names],
  );

  const act = (what: ChartAct): void => {
    switch (what.type) {
      case 'cursor': {
        model.pointed.set(spec.id);
        model.cursor.set(what.x);
        const area = plot.current?.area().width ?? 300;
        say(readoutText(scene, names, what.x, (4 * (scene.range[1] - scene.range[0])) / area));
        return;
      }
      case 'zoom':
        if (what.range === undefined) model.resetZoom();
        else model.change({ zoom: what.range });
        return;
      case 'enlarge':
        onEnlarge();
        return;
      case 'leave':
        if (large) onEnlarge();
        else {
          model.cursor.set(undefined);
          model.resetZoom();
        }
        return;
      case 'table':
        setAsTable((old) => !old);
        return;
    }
  };

  useEffect(() => {
    if (large) root.current?.scrollIntoView({ block: 'nearest' });
  }, [large]);

  const latest = useRef({ scene, all, large });
  latest.current = { scene, all, large };
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const wheel = (event: WheelEvent): void => {
      const { scene: now, all: whole, large: isLarge } = latest.current;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      const zooms = event.ctrlKey || event.metaKey || (isLarge && !event.shiftKey && event.deltaY !== 0);
      if (!zooms && (sideways === 0 || Math.abs(sideways) < Math.abs(event.deltaY))) return;
      // A large chart has the wheel to itself; a small one leaves it to the page's scrolling.
      event.preventDefault();
      if (!zooms) {
        model.change({ zoom: panned(now.range, whole, sideways / 600) });
        return;
      }
      const { left, width } = plot.current?.area() ?? { left: 0, width: 1 };
      const share = (event.clientX - element.getBoundingClientRect().left - left) / width;
      const around = now.range[0] + share * (now.range[1] - now.range[0]);
      const range = zoomed(now.range, whole, Math.exp(event.deltaY / 400), around);
      if (range === undefined) model.resetZoom();
      else model.change({ zoom: range });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  return (
    <section
      class={`chart ${large ? 'chart-large' : ''} ${asTable ? 'chart-as-table' : ''}`}
      ref={root}
      aria-label={spec.title}
      onPointerEnter={reach}
      onFocusIn={reach}
    >
      <header class="chart-head" onDblClick={onEnlarge}>
        <h3 class="chart-title">{spec.title}</h3>
        <div class="chart-actions">
          {idle || reached || asTable || large ? (
            <>
              <Button
                appearance="icon"
                label={asTable ? `Show ${spec.title} as curves` : `Show ${spec.title} as a table`}
                pressed={asTable}
                onClick={() => setAsTable(!asTable)}
              >
                <Icon name={asTable ? 'graph-line' : 'table'} />
              </Button>
              <Button
                appearance="icon"
                label={large ? `Put ${spec.title} back` : `Enlarge ${spec.title}`}
                onClick={onEnlarge}
              >
                <Icon name={large ? 'screen-normal' : 'screen-full'} />
              </Button>
            </>
          ) : null}
        </div>
        <Readout spec={spec} scene={scene} names={names} />
      </header>
      {asTable ? <ChartTable spec={spec} scene={scene} names={names} height={large ? 520 : 200} /> : null}
      <div
        class={`chart-plot ${waiting && plot.current === undefined ? 'chart-waiting' : ''}`}
        ref={box}
        hidden={asTable}
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={summary}
        aria-describedby="chart-keys"
        onKeyDown={(event: KeyboardEvent) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const what = actOf(event, scene, all, model.cursor.get());
          if (what === undefined) return;
          event.preventDefault();
          act(what);
        }}
      >
        <Tooltip chart={spec.id} scene={scene} plot={plot} names={names} />
        {scene.lines.length === 0 && !waiting ? (
          <p class="chart-empty muted">No points in this range</p>
        ) : null}
      </div>
    </section>
  );
}

import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import {
  FIT,
  pan,
  PIXELS_FROM,
  place,
  scaleWords,
  zoom,
  zoomTo,
  type Extent,
  type Point,
  type View,
} from './view';

export interface CanvasProps {
  readonly address: string;
  readonly alt: string;
  /** Pixels of the image; undefined until it is loaded or when the set knows them not. */
  readonly size: Extent | undefined;
  /** Of the box. */
  readonly extent: Extent;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onSize: (size: Extent) => void;
  readonly onBroken: () => void;
  readonly onFullScreen: () => void;
  readonly box: RefObject<HTMLDivElement | null>;
}

/** A scale that was multiplied on its way here is never quite 1. */
const isOne = (scale: number): boolean => Math.abs(scale - 1) < 1e-6;

const STEP = 60;
const ZOOM = 1.25;
const KEYS =
  'Plus and minus zoom, arrow keys move, f shows all of it or its own pixels, Enter fills the window.';

/** The box through which an image is looked at: wheel with Ctrl and pinch zoom at the cursor, dragging moves. */
export function Canvas(props: CanvasProps): JSX.Element {
  const { address, alt, size, extent, view, onView, onSize, onBroken, onFullScreen, box } = props;
  const image = useRef<HTMLImageElement>(null);
  const placed = size === undefined ? undefined : place(view, size, extent);

  useLayoutEffect(() => {
    const { current } = image;
    if (current === null || placed === undefined || size === undefined) return;
    // Set from script: the page's policy has no inline styles.
    current.style.width = `${size.width}px`;
    current.style.height = `${size.height}px`;
    current.style.transform = `translate(${placed.x}px, ${placed.y}px) scale(${placed.scale})`;
  }, [placed?.x, placed?.y, placed?.scale, size]);

  const now = useRef({ view, extent, size });
  now.current = { view, extent, size };
  const change = (next: (view: View, size: Extent, extent: Extent) => View): void => {
    if (now.current.size === undefined) return;
    const after = next(now.current.view, now.current.size, now.current.extent);
    now.current.view = after;
    onView(after);
  };
  const under = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
    const { left, top } = box.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: clientX - left, y: clientY - top };
  };

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // A pinch on a touchpad comes as a wheel with Ctrl. Preact listens passively to wheels.
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const factor = Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) / 180);
      change((old, s, e) => zoom(old, factor, under(event), s, e));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [box]);

  const pointers = useRef(new Map<number, Point>());
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    pointers.current.set(event.pointerId, under(event));
    box.current?.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const after = under(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, after);
    if (other === undefined)
      change((old, s, e) => pan(old, { x: after.x - before.x, y: after.y - before.y }, s, e));
    else {
      const apart = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 };
      change((old, s, e) => zoom(old, apart(after) / apart(before), middle, s, e));
    }
  };
  const up = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);
  const toggle = (at: Point): void =>
    change((old, s, e) => (old.fit || !isOne(place(old, s, e).scale) ? zoomTo(old, 1, at, s, e) : FIT));

  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const middle = { x: extent.width / 2, y: extent.height / 2 };
    const moves: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: STEP, y: 0 },
      ArrowRight: { x: -STEP, y: 0 },
      ArrowUp: { x: 0, y: STEP },
      ArrowDown: { x: 0, y: -STEP },
    };
    const by = moves[event.key];
    if (by !== undefined) change((old, s, e) => pan(old, by, s, e));
    else if (event.key === '+' || event.key === '=') change((old, s, e) => zoom(old, ZOOM, middle, s, e));
    else if (event.key === '-') change((old, s, e) => zoom(old, 1 / ZOOM, middle, s, e));
    else if (event.key === 'f') toggle(middle);
    else if (event.key === 'Enter') onFullScreen();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={box}
      class={`image-box ${view.fit ? '' : 'image-box-moved'}`}
      style={{ '--ratio': size === undefined ? '3 / 2' : `${size.width} / ${size.height}` }}
      tabIndex={0}
      role="group"
      aria-label={`${alt}${placed === undefined ? '' : `, shown at ${scaleWords(placed.scale)}`}`}
      aria-description={KEYS}
      onKeyDown={key}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDblClick={(event) => toggle(under(event))}
    >
      <img
        key={address}
        ref={image}
        class={placed !== undefined && placed.scale >= PIXELS_FROM ? 'image image-pixels' : 'image'}
        src={address}
        alt={alt}
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          if (naturalWidth !== size?.width || naturalHeight !== size.height)
            onSize({ width: naturalWidth || 300, height: naturalHeight || 150 });
        }}
        onError={onBroken}
      />
    </div>
  );
}

import { useRef } from 'preact/hooks';

interface SplitterProps {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [number, number];
  /** How far a key moves it. */
  readonly step: number;
  /** The value for a place of the pointer, CSS pixels from the left of the window. */
  readonly at: (x: number) => number;
  readonly onChange: (value: number) => void;
}

/** A bar between two regions that the pointer or the arrow keys move. */
export function Splitter({ label, value, range: [low, high], step, at, onChange }: SplitterProps) {
  const dragging = useRef(false);
  const put = (next: number): void => onChange(Math.max(low, Math.min(high, next)));
  return (
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={value}
      tabIndex={0}
      onPointerDown={(event: PointerEvent) => {
        if (event.button !== 0) return;
        dragging.current = true;
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event: PointerEvent) => {
        if (dragging.current) put(at(event.clientX));
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (way === undefined) return;
        event.preventDefault();
        put(value + way * step);
      }}
    />
  );
}

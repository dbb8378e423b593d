import type { AuditFacets } from '../../../src/protocol/audit';
import { useRef, useState } from 'preact/hooks';
import { formatCount } from '../../kit';
import { binsOf, handleKey, rangeOfBins } from './brush';

interface LengthsProps {
  readonly lengths: AuditFacets['lengths'];
  readonly range: readonly [number, number] | undefined;
  readonly onRange: (range: readonly [number, number] | undefined) => void;
}

const HEIGHT = 44;

/** How long the traces are: a brush over their histogram, with a handle at each end that keys move too. */
export function Lengths({ lengths, range, onRange }: LengthsProps) {
  const box = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<readonly [number, number]>();
  const { bins, low, high } = lengths;
  const count = bins.length;
  if (count === 0 || high <= low) return null;
  const tallest = Math.max(1, ...bins);
  const chosen = drag === undefined ? binsOf(lengths, range) : ordered(drag);
  const shown = rangeOfBins(lengths, ...chosen) ?? [low, high];
  const binAt = (event: PointerEvent): number => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count)));
  };
  const handle = (which: 'first' | 'last') => (
    <span
      class="brush-handle"
      role="slider"
      tabIndex={0}
      aria-label={which === 'first' ? 'Shortest' : 'Longest'}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={shown[which === 'first' ? 0 : 1]}
      aria-valuetext={`${formatCount(shown[which === 'first' ? 0 : 1])} tokens`}
      style={{ left: `${(100 * (which === 'first' ? chosen[0] : chosen[1] + 1)) / count}%` }}
      onKeyDown={(event: KeyboardEvent) => {
        const next = handleKey(event.key, which, chosen, count);
        if (next === undefined) return;
        event.preventDefault();
        onRange(rangeOfBins(lengths, ...next));
      }}
    />
  );
  return (
    <fieldset class="facet">
      <legend>Trace length</legend>
      <div class="brush">
        <svg
          ref={box}
          viewBox={`0 0 ${count} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          onPointerDown={(event: PointerEvent) => {
            if (event.button !== 0) return;
            box.current?.setPointerCapture(event.pointerId);
            setDrag([binAt(event), binAt(event)]);
          }}
          onPointerMove={(event: PointerEvent) => {
            if (drag !== undefined) setDrag([drag[0], binAt(event)]);
          }}
          onPointerUp={() => {
            if (drag === undefined) return;
            setDrag(undefined);
            onRange(rangeOfBins(lengths, ...ordered(drag)));
          }}
          onPointerCancel={() => setDrag(undefined)}
          onDblClick={() => onRange(undefined)}
        >
          <rect class="brush-ground" x={0} y={0} width={count} height={HEIGHT} />
          {bins.map((n, i) => {
            // A single item among thousands is still to be seen.
            const height = n === 0 ? 0 : Math.max(1.5, (n / tallest) * HEIGHT);
            const inside = i >= chosen[0] && i <= chosen[1];
            return (
              <rect
                key={i}
                class={inside ? 'brush-bar inside' : 'brush-bar'}
                x={i + 0.08}
                y={HEIGHT - height}
                width={0.84}
                height={height}
              />
            );
          })}
        </svg>
        {handle('first')}
        {handle('last')}
      </div>
      <p class="brush-words numeric">
        {formatCount(shown[0])} to {formatCount(shown[1])} tokens
      </p>
    </fieldset>
  );
}

const ordered = ([a, b]: readonly [number, number]): readonly [number, number] => (a <= b ? [a, b] : [b, a]);

import { nearest } from './lines';
import type { Scene } from './plot';
import { panned, zoomed, type Range } from './zoom';

/** What a key means on a chart. */
export type ChartAct =
  | { readonly type: 'cursor'; readonly x: number }
  | { readonly type: 'zoom'; readonly range: Range | undefined }
  | { readonly type: 'enlarge' | 'leave' | 'table' };

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
}

/**
 * The act of a key: arrows move the crosshair from point to point and, with Shift, the range; `+` and `-` zoom around
 * the crosshair; `0` shows all; Home and End go to the first and last point in range.
 */
export function actOf(
  { key, shiftKey }: Pressed,
  { lines, range }: Pick<Scene, 'lines' | 'range'>,
  all: Range,
  cursor: number | undefined,
): ChartAct | undefined {
  const middle =
    cursor !== undefined && cursor >= range[0] && cursor <= range[1] ? cursor : (range[0] + range[1]) / 2;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const sign = key === 'ArrowLeft' ? -1 : 1;
      if (shiftKey) return { type: 'zoom', range: panned(range, all, 0.2 * sign) };
      const x = nextPoint(lines, range, cursor, sign);
      return x === undefined ? undefined : { type: 'cursor', x };
    }
    case 'Home':
    case 'End': {
      const x = nextPoint(lines, range, key === 'Home' ? -Infinity : Infinity, key === 'Home' ? 1 : -1);
      return x === undefined ? undefined : { type: 'cursor', x };
    }
    case '+':
    case '=':
      return { type: 'zoom', range: zoomed(range, all, 0.5, middle) };
    case '-':
    case '_':
      return { type: 'zoom', range: zoomed(range, all, 2, middle) };
    case '0':
      return { type: 'zoom', range: undefined };
    case 'Enter':
      return { type: 'enlarge' };
    case 'Escape':
      return { type: 'leave' };
    case 't':
    case 'T':
      return { type: 'table' };
    default:
      return undefined;
  }
}

/** The point in range after or before a place, on the line with the most points. */
function nextPoint(
  lines: Scene['lines'],
  [from, to]: Range,
  cursor: number | undefined,
  sign: 1 | -1,
): number | undefined {
  const line = lines.reduce<Scene['lines'][number] | undefined>(
    (most, one) => (most === undefined || one.curve.x.length > most.curve.x.length ? one : most),
    undefined,
  );
  const x = line?.curve.x.filter((at) => at >= from && at <= to);
  if (x === undefined || x.length === 0) return undefined;
  if (cursor === undefined) return x.at(-1);
  if (cursor === Infinity) return x.at(-1);
  if (cursor === -Infinity) return x[0];
  const at = nearest(x, cursor);
  return x[Math.min(x.length - 1, Math.max(0, at + sign))];
}

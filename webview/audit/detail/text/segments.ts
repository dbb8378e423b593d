import type { CodeSpan, Formula } from '../../../../src/protocol/audit';

/** Styles of a stretch of text, as bits. */
export const STRONG = 1;
export const EMPHASIS = 2;
export const CODE = 4;

/** A stretch of text set in one way. `hidden`: marks of Markdown; `marker`: number or bullet of a list's entry. */
export interface Segment {
  readonly kind: 'text' | 'hidden' | 'marker' | 'formula';
  readonly style: number;
  readonly start: number;
  readonly end: number;
  readonly formula?: Formula;
}

export interface SegmentParts {
  readonly formulas: readonly Formula[];
  readonly code: readonly CodeSpan[];
  /** Characters at the beginning that are marks. */
  readonly hidden: number;
  readonly item: boolean;
}

/** Segments that tile `[from, to)`: bold, emphasis, code spans, escapes, formulas. Linear in the length. */
export function segmentsOf(text: string, from: number, to: number, parts: SegmentParts): readonly Segment[] {
  const segments: Segment[] = [];
  let at = from;
  let style = 0;
  const push = (kind: Segment['kind'], end: number, formula?: Formula): void => {
    if (end > at)
      segments.push({ kind, style, start: at, end, ...(formula === undefined ? {} : { formula }) });
    at = Math.max(at, end);
  };
  push('hidden', from + parts.hidden);
  if (parts.item) {
    const marker = /\s*(?:[-*+•]|\d{1,3}[.)])\s+/y;
    marker.lastIndex = from;
    push('marker', Math.min(to, from + (marker.exec(text)?.[0].length ?? 0)));
  }
  const end = from + text.slice(from, to).trimEnd().length;
  const formulas = within(parts.formulas, at, to);
  const code = within(parts.code, at, to).filter(({ fenced }) => !fenced);
  const stops = [...formulas, ...code].toSorted((a, b) => a.start - b.start);
  const styles = emphasis(text, at, end, stops);
  for (const stop of [...stops, ...styles].toSorted((a, b) => a.start - b.start)) {
    if (stop.start < at) continue;
    const apart = 'display' in stop && stop.display;
    // A formula on lines of its own brings its own breaks.
    if (apart) push('text', at + text.slice(at, stop.start).trimEnd().length);
    push(apart ? 'hidden' : 'text', stop.start);
    if ('bit' in stop) {
      push('hidden', stop.end);
      style ^= stop.bit;
    } else if ('fenced' in stop) {
      const ticks = /`+/y;
      ticks.lastIndex = stop.start;
      const count = ticks.exec(text)?.[0].length ?? 0;
      push('hidden', stop.start + count);
      style |= CODE;
      push('text', stop.end - count);
      style &= ~CODE;
      push('hidden', stop.end);
    } else {
      push('formula', stop.end, stop);
      if (apart)
        push(
          'hidden',
          Math.min(end, stop.end + (/^\s*/.exec(text.slice(stop.end, stop.end + 80))?.[0].length ?? 0)),
        );
    }
  }
  push('text', end);
  push('hidden', to);
  return segments;
}

/** Those that lie in a range, of a list in order. */
function within<T extends { readonly start: number; readonly end: number }>(
  list: readonly T[],
  from: number,
  to: number,
): readonly T[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let i = low; i < list.length; i++) {
    const entry = list[i];
    if (entry === undefined || entry.start >= to) break;
    if (entry.end <= to) found.push(entry);
  }
  return found;
}

interface Switch {
  readonly start: number;
  readonly end: number;
  /** Style that begins or ends here; 0: the backslash of an escape. */
  readonly bit: number;
}

/** Where bold and emphasis begin and end: stars that hug their words, in pairs. */
function emphasis(
  text: string,
  from: number,
  to: number,
  stops: readonly { readonly start: number; readonly end: number }[],
): readonly Switch[] {
  const switches: Switch[] = [];
  const open: Partial<Record<number, Switch>> = {};
  const token = /\\[!-/:-@[-`{-~]|\*{1,2}/g;
  let next = 0;
  // Of the block alone: a search must not run to the end of a long text.
  const block = text.slice(from, to);
  for (let found = token.exec(block); found !== null; found = token.exec(block)) {
    const start = from + found.index;
    const end = start + found[0].length;
    while (next < stops.length && (stops[next]?.end ?? 0) <= start) next += 1;
    const inside = stops[next];
    if (inside !== undefined && inside.start <= start) {
      token.lastIndex = inside.end - from;
      continue;
    }
    if (found[0].startsWith('\\')) {
      // TeX outside of a formula keeps its backslashes; only what Markdown and dollars need is an escape.
      if (/[$*`#_|]/.test(found[0][1] ?? '')) switches.push({ start, end: start + 1, bit: 0 });
      continue;
    }
    const bit = found[0] === '**' ? STRONG : EMPHASIS;
    const before = open[bit];
    const hugsBefore = start > from && /\S/.test(text[start - 1] ?? ' ');
    const hugsAfter = end < to && /\S/.test(text[end] ?? ' ');
    if (before !== undefined && hugsBefore && start > before.end) {
      switches.push(before, { start, end, bit });
      open[bit] = undefined;
    } else if (hugsAfter && !(bit === EMPHASIS && /[\p{L}\p{N})]/u.test(text[start - 1] ?? ' ')))
      open[bit] = { start, end, bit };
  }
  return switches;
}

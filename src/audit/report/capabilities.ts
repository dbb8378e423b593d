import { html, type Markup } from './html';

/** Capabilities have one colour and one shape each, everywhere. */
const KINDS: Readonly<Record<string, string>> = {
  perception: 'see',
  'textual-reasoning': 'think',
  'visual-reasoning': 'both',
};

/** Class of a capability: `see`, `think`, `both`, or `other` for names that are not the paper's. */
export const capabilityClass = (capability: string): string => KINDS[capability] ?? 'other';

/** The capability's sign inside an SVG chart: a disc, a square, a triangle, a diamond. */
export function capabilityMark(capability: string, x: number, y: number, r = 5): Markup {
  const kind = capabilityClass(capability);
  if (kind === 'see') return html`<circle class="mark ${kind}" cx="${x}" cy="${y}" r="${r}" />`;
  const points =
    kind === 'think'
      ? [[-1, -1], [1, -1], [1, 1], [-1, 1]]
      : kind === 'both'
        ? [[0, -1.2], [1.15, 0.9], [-1.15, 0.9]]
        : [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]; // prettier-ignore
  const text = points.map(
    ([dx = 0, dy = 0]) => `${(x + dx * r * 0.9).toFixed(1)},${(y + dy * r * 0.9).toFixed(1)}`,
  );
  return html`<polygon class="mark ${kind}" points="${text.join(' ')}" />`;
}

/** A capability's name with its sign. */
export const capabilityTag = (capability: string): Markup =>
  html`<span class="capability"
    ><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      ${capabilityMark(capability, 6, 6, 4.5)}</svg
    >${capability}</span
  >`;

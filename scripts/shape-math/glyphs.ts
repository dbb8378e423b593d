/** The few characters of the labels as strokes in a 10 x 14 box: no font is needed, so every machine draws the same. */
const STROKES: Readonly<Record<string, string>> = {
  A: 'M0 14 L5 0 L10 14 M1.8 9 H8.2',
  B: 'M0 7 H5.5 A3.5 3.5 0 0 0 5.5 0 H0 V14 H6 A3.5 3.5 0 0 0 6 7',
  C: 'M10 2.6 A6 7 0 1 0 10 11.4',
  D: 'M0 0 H3.5 A7 7 0 0 1 3.5 14 H0 Z',
  E: 'M9 0 H0 V14 H9 M0 7 H7.5',
  F: 'M9 0 H0 V14 M0 7 H7.5',
  G: 'M10 2.6 A6 7 0 1 0 10 11.4 V7.5 H6.5',
  H: 'M0 0 V14 M10 0 V14 M0 7 H10',
  I: 'M5 0 V14',
};

/** Text as one SVG path element, its top left corner at (x, y); `size` is the height in pixels. */
export function label(text: string, x: number, y: number, size: number, color: string): string {
  const scale = size / 14;
  return Array.from(text)
    .map((character, i) => {
      const strokes = STROKES[character];
      if (strokes === undefined) throw new Error(`no glyph for "${character}"`);
      const at = `translate(${(x + i * 14 * scale).toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})`;
      return `<path transform="${at}" d="${strokes}" fill="none" stroke="${color}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`;
    })
    .join('');
}

/** Width that {@link label} takes. */
export const labelWidth = (text: string, size: number): number => ((text.length * 14 - 4) * size) / 14;

import type { AuditRate } from '../../../src/protocol/audit';
import { formatCount } from '../../kit/format';
import { intervalWords } from '../parts/rate';

/** A figure of shares with intervals, as a file: no script, nothing to load, colours for paper. */
export interface ShareFigure {
  readonly title: string;
  /** Method, interval, what was excluded. */
  readonly note: string;
  readonly rows: readonly { readonly name: string; readonly rate?: AuditRate }[];
}

const ROW = 22;
const NAME = 200;
const PLOT = 320;
const WORDS = 190;
const TOP = 52;
const COLORS = { text: '#1f1f1f', muted: '#5f5f5f', line: '#d0d0d0', bar: '#1a6fd0' } as const;
/** Longest name in characters that has room. */
const MOST_NAME = 30;

/** The figure as text of an SVG file. */
export function figureSvg({ title, note, rows }: ShareFigure): string {
  const width = NAME + PLOT + WORDS;
  const height = TOP + rows.length * ROW + 34;
  const x = (share: number): string => (NAME + share * PLOT).toFixed(1);
  const bottom = TOP + rows.length * ROW;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${x(share)}" y1="${TOP - 6}" x2="${x(share)}" y2="${bottom}" stroke="${COLORS.line}"/>` +
      `<text x="${x(share)}" y="${bottom + 14}" text-anchor="middle" fill="${COLORS.muted}" font-size="11">${100 * share} %</text>`,
  );
  const bars = rows.map(({ name, rate }, i) => {
    const y = TOP + i * ROW;
    const middle = y + ROW / 2;
    const label = `<text x="${NAME - 8}" y="${middle + 4}" text-anchor="end" fill="${COLORS.text}">${escaped(cut(name))}</text>`;
    if (rate === undefined || rate.n === 0)
      return `${label}<text x="${NAME + PLOT + 10}" y="${middle + 4}" fill="${COLORS.muted}">no verdicts</text>`;
    const { value, low, high, n } = rate;
    const words = `${(100 * value).toFixed(1)} % ${intervalWords(low, high)}, n ${formatCount(n)}`;
    return (
      label +
      `<rect x="${NAME}" y="${y + 5}" width="${(value * PLOT).toFixed(1)}" height="${ROW - 10}" fill="${COLORS.bar}" fill-opacity="0.45"/>` +
      `<path d="M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 4}v8M${x(high)} ${middle - 4}v8" stroke="${COLORS.text}" fill="none"/>` +
      `<circle cx="${x(value)}" cy="${middle}" r="2.5" fill="${COLORS.text}"/>` +
      `<text x="${NAME + PLOT + 10}" y="${middle + 4}" fill="${COLORS.text}">${escaped(words)}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">` +
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>` +
    `<text x="8" y="20" fill="${COLORS.text}" font-size="14" font-weight="600">${escaped(title)}</text>` +
    `<text x="8" y="36" fill="${COLORS.muted}" font-size="11">${escaped(note)}</text>` +
    `${ticks.join('')}${bars.join('')}</svg>\n`
  );
}

const cut = (name: string): string => (name.length <= MOST_NAME ? name : `${name.slice(0, MOST_NAME - 1)}…`);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an SVG file: without what XML cannot hold, and with its own signs escaped. */
export const escaped = (text: string): string =>
  Array.from(text, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    const lone = code >= 0xd800 && code <= 0xdfff;
    const control = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    return lone || control || code === 0xfffe || code === 0xffff ? '\ufffd' : (ENTITIES[sign] ?? sign);
  }).join('');

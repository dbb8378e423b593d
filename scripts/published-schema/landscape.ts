import sharp from 'sharp';
import type { Random } from '../shape-math/random';

/** What a landscape shows: enough to ask about, and drawn to look like a photograph to a decoder. */
export interface Landscape {
  readonly houses: number;
  readonly trees: number;
  readonly boats: number;
  readonly birds: number;
  readonly time: 'dawn' | 'noon' | 'dusk';
}

export function randomLandscape(rng: Random): Landscape {
  return {
    houses: 1 + rng.int(3),
    trees: 2 + rng.int(5),
    boats: rng.int(4),
    birds: rng.int(6),
    time: rng.pick(['dawn', 'noon', 'dusk'] as const),
  };
}

const SKY = {
  dawn: ['#f6c9a4', '#8fb0d6', '#fff3d6'],
  noon: ['#dff1fb', '#5b9bd8', '#fffbe0'],
  dusk: ['#f08a5d', '#4b3f72', '#ffd9a0'],
} as const;

function hills(rng: Random, width: number, base: number, height: number, color: string): string {
  const points = Array.from({ length: 9 }, (_, i) => {
    const x = (i / 8) * width;
    return `${x.toFixed(0)} ${(base - rng.next() * height).toFixed(0)}`;
  });
  return `<path d="M0 ${String(base + 200)} L${points.join(' L')} L${String(width)} ${String(base + 200)}Z" fill="${color}"/>`;
}

/** Things spread over the width, each in its own strip, so that they can be counted. */
const spread = (n: number, width: number, rng: Random, draw: (x: number) => string): string =>
  Array.from({ length: n }, (_, i) => draw(((i + 0.3 + rng.next() * 0.4) / n) * width)).join('');

function svg(scene: Landscape, width: number, height: number, rng: Random): string {
  const [low, high, sun] = SKY[scene.time];
  const shore = height * 0.72;
  const house = (x: number): string => {
    const y = shore - 34;
    const wall = `<rect x="${x.toFixed(0)}" y="${y.toFixed(0)}" width="46" height="34" fill="#d9c3a5"/>`;
    const roof = `<path d="M${(x - 5).toFixed(0)} ${y.toFixed(0)} l28 -24 l28 24Z" fill="#8c3b2e"/>`;
    return `${wall}${roof}<rect x="${(x + 18).toFixed(0)}" y="${(y + 14).toFixed(0)}" width="10" height="20" fill="#5d4632"/>`;
  };
  const tree = (x: number): string => {
    const size = 14 + rng.next() * 8;
    const trunk = `<rect x="${(x + 21).toFixed(0)}" y="${(shore - 22).toFixed(0)}" width="5" height="26" fill="#4d3a26"/>`;
    return `${trunk}<ellipse cx="${(x + 23).toFixed(0)}" cy="${(shore - 30).toFixed(0)}" rx="${size.toFixed(0)}" ry="${(size * 1.2).toFixed(0)}" fill="#3f6b3a"/>`;
  };
  // Houses and trees share the shore, each in its own place, so that none hides another.
  const onShore = rng.shuffle([
    ...Array.from({ length: scene.houses }, () => house),
    ...Array.from({ length: scene.trees }, () => tree),
  ]);
  const shoreline = onShore.map((draw, i) => draw(((i + 0.15) / onShore.length) * width)).join('');
  const boats = spread(scene.boats, width, rng, (x) => {
    const y = height * (0.8 + rng.next() * 0.12);
    return `<path d="M${x.toFixed(0)} ${y.toFixed(0)} h60 l-12 14 h-36Z" fill="#6b3e26"/><path d="M${(x + 28).toFixed(0)} ${y.toFixed(0)} v-44 l24 38Z" fill="#f5f0e6"/>`;
  });
  const birds = spread(scene.birds, width, rng, (x) => {
    const y = height * (0.08 + rng.next() * 0.2);
    return `<path d="M${x.toFixed(0)} ${y.toFixed(0)} q7 -9 14 0 q7 -9 14 0" fill="none" stroke="#2b2b33" stroke-width="2.5"/>`;
  });
  const sunAt = `cx="${(width * (0.15 + rng.next() * 0.7)).toFixed(0)}" cy="${(height * (scene.time === 'noon' ? 0.15 : 0.4)).toFixed(0)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${high}"/><stop offset="1" stop-color="${low}"/></linearGradient>
    <linearGradient id="w" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${low}"/><stop offset="1" stop-color="#274c6b"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#s)"/><circle ${sunAt} r="34" fill="${sun}"/>
    ${hills(rng, width, height * 0.55, 120, '#7c93a8')}${hills(rng, width, height * 0.66, 90, '#5f7f6b')}
    <rect y="${shore.toFixed(0)}" width="100%" height="${(height - shore).toFixed(0)}" fill="url(#w)"/>${shoreline}${boats}${birds}</svg>`;
}

/** An image file with the grain and softness of a photograph. */
export async function photograph(
  scene: Landscape,
  [width, height]: readonly [number, number],
  format: 'jpeg' | 'webp',
  rng: Random,
): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(svg(scene, width, height, rng)))
    .removeAlpha()
    .blur(0.8)
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++)
    data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) + (rng.next() - 0.5) * 10));
  const image = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  return format === 'jpeg' ? image.jpeg({ quality: 60 }).toBuffer() : image.webp({ quality: 45 }).toBuffer();
}

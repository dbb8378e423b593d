/**
 * Writes examples/published-schema: a few rows that look like the paper's published data (other pictures, other words,
 * stored predictions), to prove that the embedded engine runs any data, not only its own example.
 * `npx tsx scripts/published-schema/generate.ts [folder]`
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random, type Random } from '../shape-math/random';
import { photograph, randomLandscape, type Landscape } from './landscape';

const FOLDER = join(__dirname, '..', '..', 'examples', 'published-schema', 'data');
const SEED = 77;
const SAMPLES = 16;
const SIZES = [
  [640, 480],
  [480, 640],
  [800, 450],
  [420, 620],
] as const;

interface Asked {
  readonly text: string;
  readonly answer: string;
  readonly wrong: readonly string[];
}

const lettered = (question: string, options: readonly string[]): string =>
  [question, ...options.map((option, i) => `${'ABCD'[i] ?? ''}. ${option}`)].join('\n');

function questions(scene: Landscape, rng: Random): readonly Asked[] {
  const times = rng.shuffle(['dawn', 'noon', 'dusk'] as const);
  const letter = 'ABC'[times.indexOf(scene.time)] ?? 'A';
  const all = scene.houses + scene.trees;
  return [
    {
      text: 'How many cottages stand along the shore?',
      answer: String(scene.houses),
      wrong: [String(scene.houses + 1), String(scene.houses + 2), 'none'],
    },
    {
      text: lettered('Judging by the light, at what time was this photograph taken?', times),
      answer: letter,
      wrong: ['A', 'B', 'C'].filter((l) => l !== letter),
    },
    {
      text: 'Of all trees and cottages together, what fraction are cottages? Give a reduced fraction.',
      answer: fraction(scene.houses, all),
      wrong: [fraction(scene.trees, all), String(scene.houses)],
    },
    {
      text: `Each sailboat carries 2 passengers and every passenger pays 4.50 €. How much do they pay altogether?`,
      answer: `${(scene.boats * 9).toFixed(2)} €`,
      wrong: [`${(scene.boats * 4.5 + 1).toFixed(2)} €`, '18.50'],
    },
  ];
}

function fraction(a: number, b: number): string {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y));
  const d = divisor(a, b);
  return d === b ? String(a / b) : `\\frac{${String(a / d)}}{${String(b / d)}}`;
}

/** Sixteen stored answers of some larger model; the pass rate is the share that is right. */
function stored(
  asked: Asked,
  rng: Random,
): { readonly predictions: readonly string[]; readonly pass_rate: number } {
  const skill = rng.next();
  const right = Array.from({ length: SAMPLES }, () => rng.next() < skill);
  const predictions = right.map((ok) => {
    const answer = ok ? asked.answer : rng.pick(asked.wrong.filter((w) => w !== asked.answer));
    return `<think>I look at the picture first. ${asked.text.split('\n')[0] ?? ''}</think> The answer is \\boxed{${answer}}.`;
  });
  return { predictions, pass_rate: right.filter(Boolean).length / SAMPLES };
}

async function main(folder: string): Promise<void> {
  const rng = random(SEED);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'images'), { recursive: true });
  const lines: string[] = [];
  for (let i = 0; i < 12; i++) {
    const scene = randomLandscape(rng);
    const format = i % 2 === 0 ? 'jpeg' : 'webp';
    const name = `lake-${String(i + 1).padStart(2, '0')}.${format === 'jpeg' ? 'jpg' : 'webp'}`;
    const size = SIZES[i % SIZES.length] ?? SIZES[0];
    await writeFile(join(folder, 'images', name), await photograph(scene, size, format, rng));
    for (const asked of questions(scene, rng)) {
      const { predictions, pass_rate } = stored(asked, rng);
      lines.push(
        JSON.stringify({
          problem: `<image>${asked.text}`,
          answer: asked.answer,
          images: [name],
          pass_rate,
          predictions,
        }),
      );
    }
  }
  await writeFile(join(folder, 'train.jsonl'), `${lines.slice(0, 40).join('\n')}\n`);
  await writeFile(join(folder, 'val.jsonl'), `${lines.slice(40).join('\n')}\n`);
}

if (require.main === module) void main(process.argv[2] ?? FOLDER);

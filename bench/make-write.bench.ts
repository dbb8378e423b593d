// Figures of deciding and writing: `npx tsx bench/make-write.bench.ts [questions] [image|text] [rollouts]`. No model is
// asked: question, answer and rate files are written as a make would have left them. Prints rows of a Markdown table.
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  writeFileSync,
  type WriteStream,
} from 'node:fs';
import { once } from 'node:events';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer, Question, Rate, SourceLine } from '../src/make';
import { decide } from '../src/make/decide';
import { workFile } from '../src/make/layout';
import { writeMade } from '../src/make/write';
import { discard } from '../test/fixtures/discard';
import { pngOf } from '../test/make/support/pictures';
import { benchContext, MODEL } from './make/context';

const [count, source, rollouts] = [
  Number(process.argv[2] ?? 200_000),
  process.argv[3] ?? 'image',
  Number(process.argv[4] ?? 16),
];
/** Questions of one image. */
const PER_IMAGE = 10;
const ARMS = source === 'image' ? (['image', 'description', 'neither'] as const) : (['neither'] as const);
const THINGS = ['lamp', 'door', 'horse', 'bottle', 'window', 'bench', 'kite', 'boat', 'clock', 'flag'];
const PLACES = ['left of', 'right of', 'behind', 'in front of', 'above', 'below', 'beside'];

const idOf = (i: number): string => `q-${i.toString(16).padStart(16, '0')}`;
const word = (i: number, words: readonly string[]): string => words[i % words.length] ?? '';

/** Questions that have much in common, as those of one writer have, and no two of which are one. */
const questionOf = (root: string, i: number): Question => ({
  id: idOf(i),
  source: `caption-${i}`,
  capability: 'perception',
  kind: word(i, ['spatial', 'detail']),
  question: `Which thing stands ${word(i, PLACES)} the ${word(i >> 2, THINGS)} of the ${nameOf(i)} near the ${nameOf(i * 7 + 3)}?`,
  options: THINGS.slice(i % 6, (i % 6) + 4),
  answer: word(i, ['A', 'B', 'C', 'D']),
  images: source === 'image' ? [imageOf(root, i)] : [],
  ...(source === 'image' ? { caption: `A long description of the scene ${nameOf(i)}. `.repeat(12) } : {}),
});

/** A word of its own for every number: questions that differ in a number alone are never compared. */
const nameOf = (i: number): string =>
  Array.from(i.toString(26), (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');

const imageOf = (root: string, i: number): string => join(root, 'images', `${Math.floor(i / PER_IMAGE)}.png`);

async function lines(path: string, make: (i: number) => readonly unknown[]): Promise<string> {
  mkdirSync(dirname(path), { recursive: true });
  const stream: WriteStream = createWriteStream(path);
  for (let i = 0; i < count; i += 1) {
    const text = make(i)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return path;
}

async function main(): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-bench-')));
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  try {
    const plain = await benchContext(root, 'http://127.0.0.1:1/v1', 1, false);
    const context = {
      ...plain,
      made: {
        to: plain.made.to,
        make: {
          ...plain.made.make,
          source: {
            kind: 'captions',
            file: { kind: 'file', text: 'c', path: join(root, 'c.jsonl') },
            columns: {},
          },
          duplicates: 0.9,
          split: { val: 0.05, test: 0.1 },
        },
        difficulty: { by: MODEL, rollouts, adaptive: false, boundaries: [], temperature: 1, top_p: 1 },
      },
    } as const;
    mkdirSync(join(root, 'images'), { recursive: true });
    if (source === 'image')
      for (let i = 0; i < count; i += PER_IMAGE) writeFileSync(imageOf(root, i), pngOf(i));
    const { to } = context.made;
    const text = 'I look at the picture, and I see it there. Answer: B';
    const file = {
      path: await lines(workFile(to, 'questions-bench.jsonl'), (place): SourceLine[] => [
        { source: `caption-${place}`, place, questions: [questionOf(root, place)], fallen: [] },
      ]),
    };
    const answers = [
      {
        model: MODEL,
        path: await lines(workFile(to, `answers-${MODEL}.jsonl`), (i) =>
          ARMS.map((arm): Answer => ({ q: idOf(i), arm, outcome: 'wrong', text, truncated: false })),
        ),
      },
    ];
    const rates = await lines(workFile(to, 'rates-bench.jsonl'), (i): Rate[] => [
      {
        q: idOf(i),
        correctness: Array.from({ length: rollouts }, (_, n) => n < i % (rollouts + 1)),
        predictions: Array.from({ length: rollouts }, () => text),
      },
    ]);
    const began = performance.now();
    const decided = await decide(context, file, answers);
    const between = performance.now();
    const manifest = await writeMade(context, { file, answers, decided, rates, spending: [] });
    const ended = performance.now();
    const seconds = (from: number, until: number): string => `${((until - from) / 1000).toFixed(1)} s`;
    const kept = Object.values(manifest.rows).reduce((sum, n) => sum + n, 0);
    console.log(
      `| ${count} questions (${source}), ${rollouts} rollouts, ${kept} kept | ${seconds(began, between)} | ${seconds(between, ended)} | ${Math.round(most / 1e6)} MB | (load ${loadavg()[0]?.toFixed(1)})`,
    );
    await plain.close();
  } finally {
    clearInterval(watch);
    discard(root);
  }
}

void main();

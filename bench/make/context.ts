// What a make of many plain questions works with: a folder, a recipe, one endpoint. The parts are those of a real make.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { openDataEngine } from '../../src/data';
import { limitsOf, modelsOf, openChat, type ChatClient } from '../../src/endpoints';
import type { Curriculum, MadeDataset } from '../../src/language';
import type { MakeContext, Question, SourceLine } from '../../src/make';

export const MODEL = 'vlm';

export interface BenchContext extends MakeContext {
  readonly client: ChatClient;
  readonly close: () => Promise<void>;
}

/** A make in `root` that asks the server at `url`, so many requests at once; `cache`: answers are kept, as in a real one. */
export async function benchContext(
  root: string,
  url: string,
  concurrency: number,
  cache: boolean,
): Promise<BenchContext> {
  const to = join(root, 'data', 'made');
  const source = join(root, 'data', 'source.jsonl');
  const train = join(to, 'train.jsonl');
  const ref = (path: string) => ({ kind: 'file', text: path, path }) as const;
  const made: MadeDataset = {
    to,
    make: {
      source: { kind: 'own', train: ref(source) },
      answer_with: [MODEL],
      answers: { max_tokens: 512, temperature: 0 },
      keep: 'NOT right_blind',
      agree: 'all',
      duplicates: 1,
      split: { val: 0, test: 0 },
      seed: 1,
    },
  };
  const curriculum: Curriculum = {
    file: join(root, 'bench.curriculum.yaml'),
    name: 'bench',
    model: { kind: 'preset', name: 'micro-vlm' },
    engine: { name: 'embedded', options: {} },
    reward: { kind: 'builtin', name: 'boxed-answer' },
    datasets: [{ id: 'made', capability: 'perception', train: ref(train), columns: {}, made }],
    schedule: { capability: 'staged', difficulty: 'none' },
    defaults: {},
    stages: [],
    folders: [],
    models: { [MODEL]: { url, model: MODEL, concurrency } },
  };
  const [choice] = modelsOf(curriculum);
  if (choice === undefined) throw new Error('the endpoint is not one');
  const client = openChat(choice, {
    ...limitsOf(curriculum, MODEL),
    keys: () => undefined,
    ...(cache ? { cache: join(root, '.stagecraft', 'answers') } : {}),
  });
  const data = await openDataEngine({ folders: [root] });
  return {
    curriculum,
    dataset: 'made',
    capability: 'perception',
    made,
    root,
    data,
    chat: () => client,
    signal: new AbortController().signal,
    tell: () => undefined,
    client,
    close: async () => {
      await client.close();
      await data.close();
    },
  };
}

/** A question without an image, which is asked once: `q-` and its number. */
export const questionOf = (i: number): Question => ({
  id: `q-${Math.imul(i + 1, 0x9e3779b1)
    .toString(16)
    .replace('-', '')
    .padStart(8, '0')}${i.toString(16).padStart(8, '0')}`,
  source: `row-${i}`,
  capability: 'perception',
  question: `Question ${i}: ${'word '.repeat(60)} what is 2 + 2?`,
  options: [],
  answer: '4',
  images: [],
});

/** Writes a question file of so many questions. */
export async function writeQuestionFile(path: string, count: number): Promise<void> {
  await writeLines(path, count, (i): SourceLine => ({
    source: `row-${i}`,
    place: i,
    questions: [questionOf(i)],
    fallen: [],
  }));
}

/** Writes a file of JSON lines. */
export async function writeLines(path: string, count: number, line: (i: number) => object): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const out = createWriteStream(path);
  for (let i = 0; i < count;) {
    let text = '';
    for (const end = Math.min(count, i + 2_000); i < end; i += 1) text += `${JSON.stringify(line(i))}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

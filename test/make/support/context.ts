import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { openDataEngine } from '../../../src/data';
import { limitsOf, modelsOf, openChat, type ChatClient } from '../../../src/endpoints';
import type { Curriculum, Endpoint, MadeDataset, Make, QuestionRecipe } from '../../../src/language';
import type { MakeContext, MakeNews } from '../../../src/make';
import { discard } from '../../fixtures/discard';
import { pngOf } from './pictures';

/** What a test says of its made dataset; all else is set below. */
export interface ContextOptions {
  /** Folder of the workspace; absent: a new one, removed after the test. */
  readonly root?: string;
  /** Servers by the name of their endpoint: the address, or more of what `models` may say. */
  readonly models?: Readonly<Record<string, string | (Partial<Endpoint> & { readonly url: string })>>;
  /** Parts of the recipe that differ from `MAKE`. */
  readonly make?: Partial<Make>;
  readonly difficulty?: MadeDataset['difficulty'];
  /** Parts of the curriculum that differ, such as other `datasets`. */
  readonly curriculum?: Partial<Curriculum>;
  readonly dataset?: string;
  /** Folders that data may be read from besides the workspace. */
  readonly folders?: readonly string[];
  readonly signal?: AbortSignal;
  /** Keeps answers in `<root>/.stagecraft/answers`, as a real make does. Default: nothing is kept. */
  readonly cache?: boolean;
}

export interface TestContext extends MakeContext {
  /** Everything that was told, in order; grows. */
  readonly news: readonly MakeNews[];
  /** The same again as a new process would begin it: the files stay, clients and data engine are new. */
  readonly again: (options?: Partial<ContextOptions>) => Promise<TestContext>;
}

/** Questions as a recipe has them when it says nothing else. */
export const QUESTIONS: QuestionRecipe = {
  by: 'writer',
  kinds: ['spatial', 'detail'],
  per_image: 1,
  temperature: 0.7,
  max_tokens: 1024,
};

/** The recipe: captions of `data/captions.jsonl` beside `data/images`, questions by `writer`, answers by `vlm`. */
export const MAKE = (root: string): Make => ({
  source: {
    kind: 'captions',
    file: { kind: 'file', text: 'data/captions.jsonl', path: join(root, 'data', 'captions.jsonl') },
    columns: {},
    images: join(root, 'data', 'images'),
  },
  questions: QUESTIONS,
  answer_with: ['vlm'],
  answers: { max_tokens: 256, temperature: 0 },
  keep: 'wrong_from_image AND right_from_caption AND NOT right_blind',
  agree: 'all',
  duplicates: 0.9,
  split: { val: 0, test: 0 },
  seed: 1,
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A new empty workspace, removed after the test. */
export function workspace(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-make-')));
  closing.push(() => discard(root));
  return root;
}

/** A `MakeContext` over a folder, with real clients to whatever servers the test started. */
export async function makeContext(options: ContextOptions = {}): Promise<TestContext> {
  const root = options.root ?? workspace();
  const id = options.dataset ?? 'docci';
  const to = join(root, 'data', id);
  const made: MadeDataset = {
    to,
    make: { ...MAKE(root), ...options.make },
    ...(options.difficulty === undefined ? {} : { difficulty: options.difficulty }),
  };
  const curriculum = curriculumOf(root, id, made, options);
  const folders = [root, ...(options.folders ?? [])];
  const data = await openDataEngine({ folders });
  closing.push(() => data.close());
  const news: MakeNews[] = [];
  return {
    curriculum,
    dataset: id,
    capability: 'perception',
    made,
    root,
    data,
    chat: chats(curriculum, options.cache === true ? join(root, '.stagecraft', 'answers') : undefined),
    signal: options.signal ?? new AbortController().signal,
    tell: (one) => news.push(one),
    news,
    again: (more = {}) => makeContext({ ...options, root, ...more }),
  };
}

function curriculumOf(root: string, id: string, made: MadeDataset, options: ContextOptions): Curriculum {
  const train = join(made.to, 'train.jsonl');
  const models = Object.entries(options.models ?? {}).map(([name, said]): [string, Endpoint] => [
    name,
    { model: name, ...(typeof said === 'string' ? { url: said } : said) },
  ]);
  return {
    file: join(root, 'test.curriculum.yaml'),
    name: 'test',
    model: { kind: 'preset', name: 'embedded-micro' },
    engine: { name: 'embedded', options: {} },
    reward: { kind: 'builtin', name: 'accuracy' },
    datasets: [
      {
        id,
        capability: 'perception',
        train: { kind: 'file', text: train, path: train },
        columns: {},
        made,
      },
    ],
    schedule: { capability: 'staged', difficulty: 'none' },
    defaults: {},
    stages: [],
    folders: options.folders ?? [],
    models: Object.fromEntries(models),
    ...options.curriculum,
  };
}

function chats(curriculum: Curriculum, cache: string | undefined): (name: string) => ChatClient {
  const opened = new Map<string, ChatClient>();
  return (name) => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const choice = modelsOf(curriculum).find((one) => one.id === name);
    if (choice === undefined) throw new Error(`The test has no server named ${name}.`);
    const chat = openChat(choice, {
      ...limitsOf(curriculum, name),
      keys: () => undefined,
      ...(cache === undefined ? {} : { cache }),
    });
    opened.set(name, chat);
    return chat;
  };
}

/** A caption as a test gives it. */
export interface TestCaption {
  readonly example_id: string;
  readonly description: string;
  readonly image_file?: string;
}

/**
 * Writes captions in DOCCI's own form into `data/captions.jsonl`, and for each a small image of its own into
 * `data/images` (none where `image_file` is given: that is the test's affair).
 */
export function writeDocci(root: string, captions: readonly TestCaption[]): void {
  const folder = join(root, 'data', 'images');
  mkdirSync(folder, { recursive: true });
  const rows = captions.map(({ example_id, description, image_file }, i) => {
    const name = image_file ?? `${example_id}.png`;
    if (image_file === undefined) writeFileSync(join(folder, name), pngOf(i));
    return { example_id, split: 'train', image_file: name, description };
  });
  write(join(root, 'data', 'captions.jsonl'), jsonl(rows));
}

export function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export const jsonl = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

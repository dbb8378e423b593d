import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { packageRoot, type MadeManifest } from '../../../src/protocol';
import { outcome, type Outcome } from '../../cli/project';
import { discard } from '../../fixtures/discard';
import { endProcesses, processesMentioning } from '../../fixtures/runs/processes';
import { writeDocci } from '../support/context';
import { pngOf } from '../support/pictures';
import type { ScriptedReply, ScriptedRequest } from '../support/scripted-server';

const CLI = join(packageRoot(), 'dist', 'stagecraft.cjs');
const COLORS = ['red', 'blue', 'green', 'black', 'white', 'brown', 'violet', 'orange'];
const THINGS = ['kettle', 'basket', 'bottle', 'blanket', 'bucket', 'lantern', 'cushion', 'teapot', 'candle'];

const colorOf = (i: number): string => COLORS[i % COLORS.length] ?? '';
const thingOf = (i: number): string => THINGS[i % THINGS.length] ?? '';

/** Of the image with this number: which of the two models sees it rightly. */
export const SEES = { 'vlm-a': (i: number) => i % 3 === 0, 'vlm-b': (i: number) => i % 4 === 0 } as const;
/** Kept by `wrong_from_image AND right_from_caption AND NOT right_blind` for all models. */
export const isKept = (i: number): boolean => !SEES['vlm-a'](i) && !SEES['vlm-b'](i);

/**
 * What models would say of these captions: the writer asks for the colour of what stands on the table; whoever reads the
 * caption finds it, whoever sees the image does by `SEES`, and nobody guesses it.
 */
export class World {
  private readonly byImage = new Map<string, number>();

  constructor(readonly captions = 60) {
    for (let i = 0; i < captions; i += 1)
      this.byImage.set(createHash('sha256').update(pngOf(i)).digest('hex'), i);
  }

  readonly reply = (request: ScriptedRequest): ScriptedReply => {
    const { text, images, model, n } = request;
    if (request.schema === 'questions') return written(text);
    const described = /Picture number (\d+)\b/.exec(text)?.[1];
    const [image] = images;
    const seen = image === undefined ? undefined : this.byImage.get(image);
    const number = described === undefined ? seen : Number(described);
    const right = number === undefined ? undefined : letterOf(text, colorOf(number));
    const wrong = right === 'A' ? 'B' : 'A';
    if (n > 1 || text.includes('ROLLOUT'))
      return Array.from(
        { length: n },
        (_, k): string => `\\boxed{${k % 2 === 0 ? (right ?? wrong) : wrong}}`,
      );
    if (described !== undefined) return `It is said.\nAnswer: ${right}`;
    if (number === undefined) return 'Nobody can know.\nAnswer: cannot be determined';
    return `Answer: ${SEES[model as keyof typeof SEES](number) ? right : wrong}`;
  };
}

function written(text: string): string {
  const [, color = '', thing = ''] = /a (\w+) (\w+ with label \d+) on a table/.exec(text) ?? [];
  const others = COLORS.filter((one) => one !== color).slice(0, 3);
  return JSON.stringify({
    questions: [
      {
        kind: 'detail',
        question: `Which color does the ${thing} have?`,
        options: Object.fromEntries([color, ...others].map((option, i) => ['ABCD'.charAt(i), option])),
        answer: 'A',
      },
    ],
  });
}

/** The letter in front of an option in a prompt. */
const letterOf = (text: string, option: string): string | undefined =>
  new RegExp(`^\\(?([A-D])[.):]\\s*${option}\\s*$`, 'm').exec(text)?.[1];

export interface WorkspaceOptions {
  /** Address of each model's server. */
  readonly urls: { readonly writer: string; readonly 'vlm-a': string; readonly 'vlm-b': string };
  readonly captions?: number;
  /** Lines of the recipe in place of the usual ones. */
  readonly keep?: string;
  readonly difficulty?: string;
  /** More below `models`, for each. */
  readonly model?: string;
  /** More datasets. */
  readonly more?: string;
  /** Parent of the workspace, such as a small disk. */
  readonly parent?: string;
}

/** A workspace with a curriculum whose dataset is made, driven through the real command line. */
export class MakeWorkspace {
  readonly root: string;
  readonly file: string;
  readonly to: string;

  constructor(private readonly options: WorkspaceOptions) {
    this.root = realpathSync(mkdtempSync(join(options.parent ?? tmpdir(), 'stagecraft-made-')));
    mkdirSync(join(this.root, '.stagecraft'));
    this.file = join(this.root, 'made.curriculum.yaml');
    this.to = join(this.root, 'data', 'docci');
    const captions = Array.from({ length: options.captions ?? 60 }, (_, i) => ({
      example_id: `qual_${i}`,
      description: `Picture number ${i} shows a ${colorOf(i)} ${thingOf(i)} with label ${i} on a table near a window of a quiet room.`,
    }));
    writeDocci(this.root, captions);
    writeFileSync(join(this.root, 'prompt.jinja'), 'ROLLOUT {{ content | trim }}\n');
    this.write();
    closing.push(async () => {
      endProcesses(await processesMentioning(this.root));
      discard(this.root);
    });
  }

  /** Writes the curriculum, with other lines where they are given. */
  write(change: Partial<WorkspaceOptions> = {}): void {
    const { urls, keep, difficulty, model, more } = { ...this.options, ...change };
    const endpoint = (name: keyof typeof urls): string =>
      `  ${name}: { url: "${urls[name]}", model: ${name}${model === undefined ? '' : `, ${model}`} }`;
    const text = `curriculum: 1
name: made
model: micro-vlm
engine: embedded
prompt: prompt.jinja
reward: boxed-answer
models:
${(['writer', 'vlm-a', 'vlm-b'] as const).map(endpoint).join('\n')}
datasets:
  docci:
    capability: perception
    make:
      captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data/images
      questions: { by: writer, kinds: [detail], per_image: 1 }
      answer_with: [vlm-a, vlm-b]
      keep: ${keep ?? 'wrong_from_image AND right_from_caption AND NOT right_blind'}
      split: { val: 0.1, test: 0.1 }
${difficulty ?? '    difficulty: { by: vlm-a, rollouts: 4, temperature: 1.0 }'}
${more ?? ''}
stages:
  - id: see
    data: docci
    steps: 2
`;
    writeFileSync(this.file, text);
  }

  readonly start = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [CLI, ...args], {
      cwd: this.root,
      env: { ...process.env, NO_COLOR: '1', STAGECRAFT_QUEUE: join(this.root, '.stagecraft', 'queue') },
    });

  readonly cli = (...args: string[]): Promise<Outcome> => outcome(this.start(...args));

  /** Makes everything, and says how it ended as JSON. */
  make(...args: string[]): Promise<Outcome> {
    return this.cli('make', 'made.curriculum.yaml', ...args);
  }

  manifest(): MadeManifest {
    return JSON.parse(readFileSync(join(this.to, 'made.json'), 'utf8')) as MadeManifest;
  }

  /** Rows of a split; none where it came out empty. */
  rows(split: 'train' | 'val' | 'test'): readonly Readonly<Record<string, unknown>>[] {
    const file = join(this.to, `${split}.jsonl`);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Rows of all splits. */
  all(): readonly Readonly<Record<string, unknown>>[] {
    return (['train', 'val', 'test'] as const).flatMap((split) => this.rows(split));
  }
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

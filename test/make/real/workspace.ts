import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeManifest } from '../../../src/protocol';
import type { Outcome } from '../../cli/project';
import { runCli } from './cli';
import { jsonl, workspace, write, writeDocci } from '../support/context';

/** What stands in the pictures; each question is of a colour that only its caption names. */
const SEEN = [
  ['red', 'kettle'],
  ['blue', 'basket'],
  ['green', 'lantern'],
  ['black', 'cushion'],
  ['white', 'teapot'],
  ['brown', 'candle'],
] as const;
const COLOURS = SEEN.map(([colour]) => colour);

/** How many captions there are. */
export const CAPTIONS = SEEN.length;

/** In a curriculum: what both datasets are made from. */
export const FROM_CAPTIONS = `captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data/images`;

/** In a curriculum: a dataset of the file's questions, answered and rated by a model. */
export const askedDataset = (by: string, rollouts: string): string => `asked:
    capability: perception
    make:
      ${FROM_CAPTIONS}
      questions: { file: data/questions.jsonl }
      answer_with: [${by}]
      answers: { max_tokens: 16 }
      keep: NOT right_from_image
    difficulty: { by: ${by}, ${rollouts} }`;

export type Row = Readonly<Record<string, unknown>>;

export interface Space {
  readonly root: string;
  readonly cli: (...args: string[]) => Promise<Outcome>;
  readonly rows: (dataset: string) => readonly Row[];
  readonly manifest: (dataset: string) => MadeManifest;
}

/** A workspace with captions, pictures, a file of questions (open ones and such with options) and a curriculum. */
export function servedWorkspace(curriculum: string): Space {
  const root = workspace();
  mkdirSync(join(root, '.stagecraft'));
  writeDocci(
    root,
    SEEN.map(([colour, thing], i) => ({
      example_id: `c${i}`,
      description: `A ${colour} ${thing} stands on a table near a window.`,
    })),
  );
  write(join(root, 'data', 'questions.jsonl'), jsonl(SEEN.map((_, i) => question(i))));
  write(join(root, 'real.curriculum.yaml'), curriculum);
  const to = (dataset: string, name: string): string =>
    readFileSync(join(root, 'data', dataset, name), 'utf8');
  return {
    root,
    cli: (...args) => runCli(root, args),
    rows: (dataset) =>
      to(dataset, 'train.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Row),
    manifest: (dataset) => JSON.parse(to(dataset, 'made.json')) as MadeManifest,
  };
}

function question(i: number): object {
  const [colour, thing] = SEEN[i] ?? SEEN[0];
  const asked = { caption: `c${i}`, kind: 'detail', question: `Which colour does the ${thing} have?` };
  if (i % 3 === 2) return { ...asked, answer: colour };
  const options = [0, 1, 2, 3].map((k) => COLOURS[(i + k) % COLOURS.length]);
  return { ...asked, options, answer: colour };
}

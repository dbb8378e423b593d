import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hover, uriOf, type Known, type Snapshot } from '../../../src/service';
import { openKnown, type OpenKnown } from '../known';
import { atCursor, snapshotAt } from '../snapshot';

/** A folder with data files and a curriculum, and what is known of it. */
export interface Project {
  readonly folder: string;
  readonly file: string;
  readonly known: OpenKnown;
  write(path: string, text: string): void;
  /** The hover at the `|` of a text that stands in the curriculum's place, as Markdown. */
  at(marked: string, known?: Known): Promise<string | undefined>;
  /** The curriculum as a snapshot; written, so that it can be planned, too. */
  open(text: string): Snapshot;
  remove(): Promise<void>;
}

export const jsonl = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** 40 rows of arithmetic with pass rates 0, 0.1, ... 0.9, four rows without. */
const rows = Array.from({ length: 40 }, (_, index) => ({
  id: `r${index}`,
  problem: `${index} + 1 = ?`,
  answer: String(index + 1),
  pass_rate: index % 10 === 9 ? null : (index % 10) / 10,
  images: [],
}));

export async function openProject(): Promise<Project> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-hover-')));
  const write = (path: string, text: string): void => {
    const whole = join(folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  };
  write('data/sums.jsonl', jsonl(rows));
  write('data/sums-val.jsonl', jsonl(rows.slice(0, 8)));
  const file = join(folder, 'main.curriculum.yaml');
  const known = await openKnown(folder);
  return {
    folder,
    file,
    known,
    write,
    at: async (marked, other = known) => {
      const { text, offset } = atCursor(marked);
      const found = await hover(snapshotAt(file, text), offset, other, undefined, {
        reference: 'https://example.org/reference.md',
        wait: 20_000,
      });
      if (found === undefined) return undefined;
      if (typeof found.contents !== 'object' || !('kind' in found.contents)) throw new Error('not Markdown');
      return found.contents.value;
    },
    open: (text) => {
      write('main.curriculum.yaml', text);
      return { ...snapshotAt(file, text), uri: uriOf(file) };
    },
    remove: async () => {
      await known.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A curriculum of two stages; `|` may be put anywhere by `replace`. */
export const CURRICULUM = `curriculum: 1
name: sums
model: micro-vlm
engine: embedded
datasets:
  sums:
    capability: textual-reasoning
    train: data/sums.jsonl
    val: data/sums-val.jsonl
    columns: { difficulty: pass_rate }
defaults: { batch: 4, rollouts: 4, learning_rate: 1e-4, validate_every: 2, save_every: 2 }
stages:
  - id: easy
    data: sums
    where: pass_rate < 0.5 AND len(images) = 0
    epochs: 2
  - id: hard
    data: sums
    until: val_accuracy >= 0.9
    learning_rate: 3e-4
variants:
  merged: { schedule: { capability: merged } }
`;

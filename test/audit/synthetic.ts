import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arm, ModelResponse, Prediction } from '../../src/protocol';
import { seeded } from '../../src/audit';

/** A model with known faults: how often it misreads a picture, and how often it reckons wrongly. */
export interface Faults {
  readonly misreads: number;
  readonly miscounts: number;
  /** How often it misreads a description. */
  readonly misreadsText: number;
  readonly items?: number;
  readonly seed?: number;
  readonly arms?: readonly Arm[];
  readonly images?: readonly string[];
  readonly k?: number;
}

const COLORS = ['red', 'blue', 'green', 'yellow'];
const CELLS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'];

/**
 * Predictions of a simulated model on sums over pictured scenes: an item has a fault or not (all its samples share it,
 * with one sample in eight the other way), and a fault in seeing goes away when a description replaces the picture.
 */
export function simulate(faults: Faults): readonly Prediction[] {
  const random = seeded(faults.seed ?? 1);
  const { items = 200, arms = ['image', 'description', 'neither'], k = 8 } = faults;
  const chance = (p: number): boolean => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const predictions: Prediction[] = [];
  for (let i = 0; i < items; i += 1) {
    const cells = CELLS.filter(() => chance(0.55));
    const pieces = cells.map((cell) => ({ cell, color: pick(COLORS), shape: pick(['circle', 'square']) }));
    const circles = pieces.filter(({ shape }) => shape === 'circle').length;
    const squares = pieces.length - circles;
    const description = `${pieces.map((p) => `${p.cell} ${p.color} ${p.shape}`).join(', ')}.`;
    const [misreads, miscounts, misreadsText] = [faults.misreads, faults.miscounts, faults.misreadsText].map(
      chance,
    );
    const answer = String(circles + squares);
    const respond = (seesWrong: boolean): ModelResponse => {
      const odd = chance(1 / 8);
      const seen =
        circles +
        ((seesWrong && !odd) || (!seesWrong && odd && chance(0.5))
          ? circles > 0 && chance(0.5)
            ? -1
            : 1
          : 0);
      const sum = seen + squares + (miscounts && !odd ? 1 : 0);
      const text = `I see ${seen} circle${seen === 1 ? '' : 's'} and ${squares} square${squares === 1 ? '' : 's'}. ${seen} + ${squares} = \\boxed{${sum}}`;
      return { text, tokens: 12 + Math.floor(random() * 6), truncated: false };
    };
    const blind = (): ModelResponse => ({
      text: `\\boxed{${Math.floor(random() * 10)}}`,
      tokens: 4,
      truncated: false,
    });
    for (const arm of arms) {
      const wrong = arm === 'image' || arm === 'own-description' ? misreads! : misreadsText!;
      const make = arm === 'neither' ? blind : () => respond(wrong);
      predictions.push({
        row: `row-${i}`,
        dataset: i % 3 === 0 ? 'boards' : 'scenes',
        capability: i % 3 === 0 ? 'perception' : 'visual-reasoning',
        question: 'How many circles and squares are there in all?',
        answer,
        images: [faults.images?.[i % faults.images.length] ?? `/images/${Math.floor(i / 2)}.png`],
        caption: description,
        scene: { kind: 'board', pieces },
        arm,
        ...(arm === 'description' ? { description } : {}),
        ...(arm === 'image' ? { greedy: make() } : {}),
        samples: Array.from({ length: k }, make),
      });
    }
  }
  return predictions;
}

export const toLines = (predictions: readonly Prediction[]): string =>
  predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join('');

/** Writes predictions into a folder of their own; returns the file. */
export function save(predictions: readonly Prediction[] | string): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-audit-'));
  const file = join(folder, 'predictions.jsonl');
  writeFileSync(file, typeof predictions === 'string' ? predictions : toLines(predictions));
  return file;
}

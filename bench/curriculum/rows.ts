import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeImage, toPatches, type ModelConfig } from '../../src/engines/embedded';

export const DATA = join(__dirname, '..', '..', 'examples', 'shape-math', 'data');
export const CAPABILITIES = ['perception', 'text', 'visual'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export interface Item {
  readonly question: string;
  readonly patches?: Float32Array;
  readonly answer: string;
  readonly passRate: number;
}

export interface Task {
  readonly train: Readonly<Record<Capability, readonly Item[]>>;
  readonly test: Readonly<Record<Capability, readonly Item[]>>;
}

interface Line {
  readonly problem: string;
  readonly answer: string;
  readonly images: readonly string[];
  readonly pass_rate?: number;
}

async function items(file: string, config: ModelConfig): Promise<readonly Item[]> {
  const lines = (await readFile(join(DATA, file), 'utf8')).trimEnd().split('\n');
  return Promise.all(
    lines.map(async (text) => {
      const line = JSON.parse(text) as Line;
      const [image] = line.images;
      return {
        question: line.problem.replace('<image>', '').trim(),
        answer: line.answer,
        passRate: line.pass_rate ?? NaN,
        ...(image === undefined
          ? {}
          : { patches: toPatches(config, await decodeImage(join(DATA, image), image)) }),
      };
    }),
  );
}

/** The example's train and test rows by capability, pictures as the model takes them. */
export async function readTask(config: ModelConfig): Promise<Task> {
  const split = async (name: string) => ({
    perception: await items(`perception-${name}.jsonl`, config),
    text: await items(`text-${name}.jsonl`, config),
    visual: await items(`visual-${name}.jsonl`, config),
  });
  return { train: await split('train'), test: await split('test') };
}

import { copyFileSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discard } from '../fixtures/discard';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Rows for which 512 a batch make the paper's 6, 25 and 31 steps an epoch. */
export const ROWS = { Perception: 3_291, TextReasoning: 13_000, VisualReasoning: 16_000 } as const;

const FILES = {
  Perception: 'perception_difficulty_curriculum.jsonl',
  TextReasoning: 'textual_reasoning_difficulty_curriculum.jsonl',
  VisualReasoning: 'visual_reasoning_difficulty_curriculum.jsonl',
} as const;

export const BACKBONES = ['qwen2.5-vl-7b', 'qwen3-vl-8b', 'internvl3-8b', 'internvl3.5-8b'] as const;
export type Backbone = (typeof BACKBONES)[number];

/** A copy of `examples/paper` with placeholder rows where the published data belongs; call `remove` at the end. */
export function paperWorkspace(): {
  readonly root: string;
  readonly file: (backbone: Backbone | 'base') => string;
  /** Absolute path of the rows that stand for a published data set. */
  readonly rows: (name: keyof typeof ROWS) => string;
  readonly images: (name: keyof typeof ROWS) => string;
  readonly remove: () => void;
} {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-paper-'));
  cpSync(join(ROOT, 'examples/paper'), root, { recursive: true, filter: (path) => !path.endsWith('/data') });
  const folder = (name: keyof typeof ROWS): string => join(root, 'data', `VLM-CapCurriculum-${name}-Data`);
  const rows = (name: keyof typeof ROWS): string => join(folder(name), FILES[name]);
  for (const name of Object.keys(ROWS) as (keyof typeof ROWS)[]) {
    mkdirSync(dirname(rows(name)), { recursive: true });
    writeFileSync(rows(name), lines(name));
    if (name === 'TextReasoning') continue;
    mkdirSync(join(folder(name), 'images'));
    copyFileSync(
      join(ROOT, 'examples/shape-math/data/images/train-001.png'),
      join(folder(name), 'images', 'picture.png'),
    );
  }
  return {
    root,
    file: (backbone) => join(root, `${backbone}.curriculum.yaml`),
    rows,
    images: (name) => join(folder(name), 'images'),
    remove: () => discard(root),
  };
}

/** Rows in the published schema, each question once, pass rates in sixteenths. */
function lines(name: keyof typeof ROWS): string {
  const withImage = name !== 'TextReasoning';
  const row = (index: number): string =>
    JSON.stringify({
      problem: `${withImage ? '<image>' : ''}Question ${index} of ${name}: what is ${index} + 1?`,
      answer: String(index + 1),
      ...(withImage ? { images: ['picture.png'] } : {}),
      pass_rate: ((index * 7) % 16) / 16,
    });
  return `${Array.from({ length: ROWS[name] }, (_, index) => row(index)).join('\n')}\n`;
}

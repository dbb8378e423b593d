import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../scripts/shape-math/rows';

export const EXAMPLE = join(__dirname, '..', '..', 'examples', 'shape-math');
export const DATA = join(EXAMPLE, 'data');
export const SPLITS = ['train', 'val', 'test'] as const;
export const DATASETS = ['perception', 'text', 'visual'] as const;

export function readRows(dataset: string, split: string): Row[] {
  const text = readFileSync(join(DATA, `${dataset}-${split}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

export const allRows = (): Row[] => DATASETS.flatMap((d) => SPLITS.flatMap((s) => readRows(d, s)));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PresetName } from '../../language/schema/presets';
import { packageRoot } from '../../protocol';

/** The folder of the paper's curricula in the package, one a backbone. */
export const PAPER_FOLDER = 'examples/paper';

/** One of the paper's backbones, with what its curriculum reads and extends, relative to its folder. */
interface Backbone {
  readonly model: PresetName;
  readonly title: string;
  readonly files: readonly string[];
}

const SHARED = ['README.md', 'base.curriculum.yaml', 'prompts', 'sft'] as const;

export const BACKBONES: readonly Backbone[] = [
  { model: 'qwen2.5-vl-7b', title: 'Qwen2.5-VL 7B', files: SHARED },
  { model: 'qwen3-vl-8b', title: 'Qwen3-VL 8B', files: SHARED },
  { model: 'internvl3-8b', title: 'InternVL3 8B', files: [...SHARED, 'internvl3.5-8b.curriculum.yaml'] },
  { model: 'internvl3.5-8b', title: 'InternVL3.5 8B', files: SHARED },
];

/** The paper's curriculum of a backbone under another name. Throws when the package lacks it. */
export const paperTemplate = (model: PresetName, name: string): string =>
  readFileSync(join(packageRoot(), PAPER_FOLDER, `${model}.curriculum.yaml`), 'utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^name: .*$/m, () => `name: ${name}`);

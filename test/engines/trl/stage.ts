import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from '../../../src/data';
import type { StageLaunch } from '../../../src/engines';
import { SETTINGS, type Curriculum, type StageSettings } from '../../../src/language';
import type { Plan, PlannedStage } from '../../../src/plan';
import { discard } from '../../fixtures/discard';

const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, spec]) => ('default' in spec ? [[key, spec.default]] : [])),
) as unknown as StageSettings;

export interface TrlChanges {
  readonly settings?: Partial<StageSettings>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly engine?: Readonly<Record<string, unknown>>;
  readonly model?: Curriculum['model'];
  readonly heldOut?: readonly DataSource[];
}

/** A folder with a few rows, and plans of one stage that TRL is to train. */
export class TrlWorkspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-trl-')));
  readonly stageDir = join(this.root, '.stagecraft', 'runs', 'r', 'stages', 'see');

  source(rows: readonly object[], split: DataSource['split'] = 'train'): DataSource {
    const path = join(this.root, `${split}.jsonl`);
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return {
      dataset: 'shapes',
      capability: 'perception',
      split,
      path,
      format: 'jsonl',
      images: this.root,
      columns: { id: 'id', question: 'problem', answer: 'answer', images: 'images', response: 'response' },
    };
  }

  plan({ settings = {}, options = {}, engine = {}, model, heldOut = [] }: TrlChanges = {}): Plan {
    const curriculum: Curriculum = {
      file: join(this.root, 'shapes.curriculum.yaml'),
      name: 'shapes',
      model: model ?? { kind: 'hub', id: 'Qwen/Qwen2.5-VL-3B-Instruct' },
      engine: { name: 'trl', options: engine },
      reward: { kind: 'builtin', name: 'boxed-answer' },
      datasets: [],
      schedule: { capability: 'staged', difficulty: 'none' },
      defaults: {},
      stages: [],
      folders: [],
      models: {},
    };
    const stage: PlannedStage = {
      id: 'see',
      sources: [],
      order: { shuffle: true, sorted: false, byCapability: false, byDifficulty: 'none', meaning: 'shuffled' },
      steps: { total: 20, perEpoch: 10, leftOver: 0, formula: '20' },
      settings: { ...DEFAULTS, ...settings },
      from: { kind: 'base' },
      engineOptions: options,
      files: [],
    };
    return { curriculum, stages: [stage], heldOut, problems: [] };
  }

  launch(plan: Plan, more: Partial<StageLaunch> = {}): StageLaunch {
    const [stage] = plan.stages;
    return { plan, root: this.root, stage: stage!, train: [], stageDir: this.stageDir, ...more };
  }

  remove(): void {
    discard(this.root);
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { saveModel } from '../../../src/engines/embedded';
import { jsonLinesReader } from '../../../src/engines/json-lines';
import { embeddedEngine, type Launch, type StageLaunch } from '../../../src/engines';
import { SETTINGS, type StageSettings } from '../../../src/language';
import type { Plan, PlannedStage } from '../../../src/plan';
import type { EngineEvent } from '../../../src/protocol';
import type { DataSource } from '../../../src/data';
import { tinyModel } from './tiny';

export interface Workspace {
  readonly folder: string;
  readonly train: DataSource;
  readonly validation: DataSource;
  readonly plan: (changes?: StageChanges) => Plan;
  readonly remove: () => Promise<void>;
}

export interface StageChanges {
  readonly settings?: Partial<StageSettings>;
  readonly steps?: number;
  readonly until?: string;
  readonly shuffle?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly heldOut?: readonly DataSource[];
}

const ROWS = 48;

/** A folder with a tiny base model, pictures and rows of the published schema; half of the rows have no picture. */
export async function makeWorkspace(rowsOf = (row: Record<string, unknown>) => row): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stagecraft-engine-')));
  await saveModel(join(folder, 'base'), tinyModel(3, { text: 48 }));
  for (let count = 0; count <= 4; count++) await writePicture(join(folder, 'data', `${count}.png`), count);
  const source = async (split: 'train' | 'val', count: number): Promise<DataSource> => {
    const rows = Array.from({ length: count }, (_, i) => {
      const [a, b] = [i % 5, (i * 3) % 4];
      const shown = i % 2 === 0;
      return rowsOf({
        id: `${split}-${i}`,
        problem: shown ? `<image>How many red + ${b}?` : `${a} + ${b} = ?`,
        answer: String(a + b),
        images: shown ? [`${a}.png`] : [],
        caption: shown ? `${a} red.` : null,
        response: `${a} + ${b} = \\boxed{${a + b}}`,
      });
    });
    const path = join(folder, 'data', `${split}.jsonl`);
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return {
      dataset: 'sums',
      capability: 'visual-reasoning',
      split,
      path,
      format: 'jsonl',
      images: join(folder, 'data'),
      columns: {
        id: 'id',
        question: 'problem',
        answer: 'answer',
        images: 'images',
        caption: 'caption',
        response: 'response',
      },
    };
  };
  const train = await source('train', ROWS);
  const validation = await source('val', 8);
  return {
    folder,
    train,
    validation,
    plan: (changes = {}) => makePlan(folder, train, validation, changes),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writePicture(path: string, count: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const quarters = Array.from({ length: count }, (_, quarter) => ({
    input: { create: { width: 16, height: 16, channels: 3 as const, background: '#ff0000' } },
    left: (quarter % 2) * 16,
    top: Math.floor(quarter / 2) * 16,
  }));
  await sharp({ create: { width: 32, height: 32, channels: 3, background: '#ffffff' } })
    .composite(quarters)
    .png()
    .toFile(path);
}

/** Every setting's default, for stages made by hand. */
const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, spec]) => ('default' in spec ? [[key, spec.default]] : [])),
) as unknown as StageSettings;

function makePlan(folder: string, train: DataSource, validation: DataSource, changes: StageChanges): Plan {
  const settings: StageSettings = {
    ...DEFAULTS,
    batch: 8,
    rollouts: 4,
    learning_rate: 3e-3,
    max_prompt_length: 32,
    max_response_length: 12,
    ...changes.settings,
  };
  const perEpoch = Math.floor(ROWS / settings.batch);
  const stage: PlannedStage = {
    id: 'one',
    sources: [{ ...train, rowsBefore: ROWS, rowsAfter: ROWS }],
    validation,
    order: {
      shuffle: changes.shuffle ?? true,
      sorted: false,
      byCapability: false,
      byDifficulty: 'none',
      meaning: '',
    },
    steps: { total: changes.steps ?? perEpoch, perEpoch, leftOver: ROWS % settings.batch, formula: '' },
    settings,
    from: { kind: 'base' },
    ...(changes.until === undefined ? {} : { until: changes.until }),
    engineOptions: { base: 'base', threads: 1, ...changes.options },
    files: [],
  };
  return {
    curriculum: {
      file: join(folder, 'test.curriculum.yaml'),
      name: 'test',
      model: { kind: 'preset', name: 'micro-vlm' },
      engine: { name: 'embedded', options: {} },
      reward: { kind: 'builtin', name: 'boxed-answer' },
      datasets: [],
      schedule: { capability: 'staged', difficulty: 'none' },
      defaults: {},
      stages: [],
      folders: [],
      models: {},
    },
    stages: [stage],
    heldOut: changes.heldOut ?? [validation],
    problems: [],
  };
}

/** The launch of the plan's only stage in `stages/<name>` of the workspace. */
export async function stageLaunch(
  workspace: Workspace,
  plan: Plan,
  name: string,
  more: Partial<StageLaunch> = {},
): Promise<{ readonly launch: Launch; readonly stageDir: string }> {
  const [stage] = plan.stages;
  if (stage === undefined) throw new Error('no stage');
  const stageDir = join(workspace.folder, 'run', 'stages', name);
  await mkdir(stageDir, { recursive: true });
  const launch = await embeddedEngine.launch({
    plan,
    root: workspace.folder,
    stage,
    train: [workspace.train],
    stageDir,
    ...more,
  });
  return { launch, stageDir };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly events: readonly EngineEvent[];
  readonly log: string;
}

/** A runner process as a supervisor would start it. `onEvent` may stop or kill it. */
export async function startProcess(
  launch: Launch,
  onEvent: (event: EngineEvent, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  for (const [path, text] of Object.entries(launch.files)) await writeFile(path, text);
  const [program = '', ...args] = launch.argv;
  const child = spawn(program, args, { cwd: launch.cwd, env: { ...process.env, ...launch.env } });
  const reader = jsonLinesReader();
  const events: EngineEvent[] = [];
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const read = reader.push(chunk);
    log += read.log;
    for (const event of read.events) {
      events.push(event);
      onEvent(event, child);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  child.stdin.on('error', () => undefined);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, events, log }));
  });
}

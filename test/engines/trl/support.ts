import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { EngineRow, PredictSpec, RunnerSpec, TrainSpec } from '../../../src/engines/trl/spec';
import type { Launch } from '../../../src/engines';
import { SETTINGS, type StageSettings } from '../../../src/language';
import type { EngineEvent, MetricValues } from '../../../src/protocol';
import { pythonFor } from '../../python/environment';

export { startProcess } from '../support/workspace';

export const python = pythonFor('the TRL engine');
export const ROOT = resolve('.');
/** As the engine names the modules of vision encoders. */
export const VISION = String.raw`(^|\.)(visual|vision_tower|vision_model)\.`;
const RUNNER = join(ROOT, 'src', 'engines', 'trl', 'runner', 'main.py');
/** One thread: tiny matrices are multiplied faster than two threads find one another. */
export const ENV = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1' };

const COLOURS = { red: '#dc1e1e', green: '#1eb41e', blue: '#1e1edc', yellow: '#e6dc1e' };
type Colour = keyof typeof COLOURS;
const NAMES = Object.keys(COLOURS) as readonly Colour[];

export interface Bench {
  readonly folder: string;
  readonly rows: readonly EngineRow[];
  readonly model: (architecture: string) => string;
  readonly train: (name: string, changes: TrainChanges) => Stage;
  readonly predict: (name: string, changes: Partial<PredictSpec> & { readonly model: string }) => Stage;
  readonly remove: () => Promise<void>;
}

export interface Stage {
  readonly launch: Launch;
  /** Absolute folder of the checkpoints, or the predictions. */
  readonly output: string;
}

export type TrainChanges = Partial<Omit<TrainSpec, 'settings' | 'steps'>> & {
  readonly model: string;
  readonly steps: number;
  readonly settings?: Partial<StageSettings>;
  /** Processes, started by torchrun. */
  readonly processes?: number;
};

const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, spec]) => ('default' in spec ? [[key, spec.default]] : [])),
) as unknown as StageSettings;

/** A reward of a user: boxes are worth something by themselves, so that groups differ. */
const REWARD = String.raw`
import re
import sys

REWARD_TYPE = "batch"
# Waits for ever where standard input is that of the requests, and takes them away.
TYPED = sys.stdin.read()


def score(rewards):
    scores = []
    for reward in rewards:
        boxed = re.search(r"boxed\{(\w+)\}", reward["response"])
        right = float(boxed is not None and boxed.group(1) == reward["ground_truth"])
        shaped = min(1.0, len(reward["response"]) / 100)
        # A part that only some rows have: of two processes, one may have none of it.
        red = {"red": right} if reward["ground_truth"] == "red" else {}
        scores.append({"overall": 0.6 * right + 0.2 * (boxed is not None) + 0.2 * shaped,
                       "accuracy": right, "format": float(boxed is not None), **red})
    return scores


def broken(rewards):
    return [{"overall": reward["no such key"]} for reward in rewards]
`;

/** A folder with tiny models, pictures, and rows of which every third has no picture. */
export async function makeBench(architectures: readonly string[]): Promise<Bench> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stagecraft-trl-')));
  const script = join(ROOT, 'scripts', 'python', 'make_tiny_trl.py');
  const made = promisify(execFile)(python ?? '', [script, join(folder, 'models'), ...architectures], {
    env: { ...process.env, ...ENV },
  });
  for (const [name, background] of Object.entries(COLOURS))
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toFile(join(folder, `${name}.png`));
  const rows = Array.from({ length: 24 }, (_, i) => rowOf(folder, i));
  await writeRows(join(folder, 'rows.jsonl'), rows);
  await writeRows(join(folder, 'validation.jsonl'), rows.slice(0, 4));
  await writeFile(join(folder, 'reward.py'), REWARD);
  await made;
  const stageDir = (name: string): string => join(folder, 'run', 'stages', name);
  return {
    folder,
    rows,
    model: (architecture) => join(folder, 'models', architecture),
    train: (name, changes) => trainStage(folder, stageDir(name), changes),
    predict: (name, changes) => {
      const output = join(stageDir(name), 'predictions.jsonl');
      const spec: PredictSpec = {
        kind: 'predict',
        engine: { precision: 'fp32', adapter: 'none', lora_rank: 4, vllm: false },
        settings: { ...DEFAULTS, max_response_length: 10, gpus: 0 },
        options: {},
        rows: join(folder, 'rows.jsonl'),
        output,
        ...changes,
      };
      return { launch: launchOf(folder, stageDir(name), spec), output };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function rowOf(folder: string, i: number): EngineRow {
  const name = NAMES[i % 4] ?? 'red';
  const common = { id: `row-${i}`, dataset: 'colours', capability: 'perception', answer: name };
  const response = `\\boxed{${name}}`;
  return i % 3 === 2
    ? { ...common, question: `Which colour is named here? ${name}`, images: [], response }
    : {
        ...common,
        question: '<image>What colour is the image?',
        images: [join(folder, `${name}.png`)],
        caption: `${name} everywhere`,
        response,
      };
}

export const writeRows = (path: string, rows: readonly EngineRow[]): Promise<void> =>
  writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

function trainStage(folder: string, stageDir: string, changes: TrainChanges): Stage {
  const { steps, settings: some, processes, ...rest } = changes;
  const settings: StageSettings = {
    ...DEFAULTS,
    batch: 4,
    rollouts: 4,
    learning_rate: 1e-3,
    max_response_length: 8,
    gpus: 0,
    ...some,
  };
  const output = join(stageDir, 'checkpoints');
  const spec: TrainSpec = {
    kind: 'train',
    engine: { precision: 'fp32', adapter: 'none', lora_rank: 4, vllm: false },
    settings,
    options: {},
    output,
    train: join(folder, 'rows.jsonl'),
    reward: { kind: 'python', path: join(folder, 'reward.py'), function: 'score' },
    shuffle: true,
    steps: { total: steps, perEpoch: Math.floor(24 / settings.batch) },
    vision: VISION,
    ...rest,
  };
  return { launch: launchOf(folder, stageDir, spec, processes), output };
}

function launchOf(folder: string, stageDir: string, spec: RunnerSpec, processes = 1): Launch {
  const file = join(stageDir, 'spec.json');
  const launcher =
    processes === 1
      ? []
      : ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node', String(processes)];
  return {
    argv: [python ?? '', ...launcher, RUNNER, file],
    env: ENV,
    cwd: folder,
    files: { [file]: JSON.stringify(spec) },
  };
}

/** Folders are made by the supervisor before it writes a launch's files. */
export async function prepared({ launch, output }: Stage): Promise<Launch> {
  await mkdir(join(output, '..'), { recursive: true });
  return launch;
}

export const ofType = <T extends EngineEvent['type']>(events: readonly EngineEvent[], type: T) =>
  events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);

/** Metrics without what a clock makes of them. */
export const timeless = (
  events: readonly EngineEvent[],
): readonly { readonly step: number; readonly values: MetricValues }[] =>
  ofType(events, 'metric').map(({ step, values }) => ({
    step,
    values: { ...values, step_seconds: 0, tokens_per_second: 0 },
  }));

/** Tensors of a checkpoint's weights by name, as bytes. */
export function tensors(folder: string, file = 'model.safetensors'): ReadonlyMap<string, Buffer> {
  const bytes = readFileSync(join(folder, file));
  const header = 8 + Number(bytes.readBigUInt64LE(0));
  const entries = JSON.parse(bytes.subarray(8, header).toString()) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  return new Map(
    Object.entries(entries)
      .filter(([name]) => name !== '__metadata__')
      .map(
        ([
          name,
          {
            data_offsets: [from, to],
          },
        ]) => [name, bytes.subarray(header + from, header + to)],
      ),
  );
}

export const checkpointNames = (output: string): readonly string[] =>
  readdirSync(output)
    .filter((name) => name.startsWith('checkpoint-'))
    .sort();

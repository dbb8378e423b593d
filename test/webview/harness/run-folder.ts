import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { openDataEngine } from '../../../src/data';
import { checkCurriculum } from '../../../src/language';
import { isPlan, makePlan, type Plan } from '../../../src/plan';
import { packageRoot, type RunEvent, type RunState, type StageState } from '../../../src/protocol';
import { FILES, runsFolder } from '../../../src/runs';
import { identify } from '../../../src/runs/process/identity';

/** A run as its files tell it: real manifest, plan and state, events of this test's making. */
export interface WrittenRun {
  readonly dir: string;
  append(events: readonly RunEvent[]): void;
  setState(state: RunState, stages: readonly StageState[]): void;
}

export interface RunFolderOptions {
  /** Folder that is to hold `.stagecraft`. */
  readonly root: string;
  readonly name?: string;
  readonly variant?: string;
  readonly state?: RunState;
  readonly stageStates?: readonly StageState[];
  /** Steps of each of the example's three stages. */
  readonly steps: number;
  readonly events: readonly RunEvent[];
  /** Seconds before now at which it was created. */
  readonly age?: number;
}

export const STAGES = ['see', 'think', 'see-and-think'] as const;

let known: Promise<Plan> | undefined;
let count = 0;

async function examplePlan(folder: string): Promise<Plan> {
  const data = await openDataEngine({ folders: [folder] });
  try {
    const checked = checkCurriculum(join(folder, 'shape-math.curriculum.yaml'));
    const plan = await makePlan({ checked, data, checkData: false });
    if (!isPlan(plan)) throw new Error('The example has no plan.');
    return plan;
  } finally {
    await data.close();
  }
}

/** Copies the example into a workspace, so that its images and data lie inside of it. */
export function copyExample(root: string): string {
  const folder = join(root, 'shape-math');
  cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, { recursive: true });
  return folder;
}

/** Writes a run folder. This very process counts as its supervisor, so that a live one is believed to live. */
export async function writeRun(options: RunFolderOptions): Promise<WrittenRun> {
  const { root, name = 'shape-math', variant, events, steps, age = 3600 } = options;
  known ??= examplePlan(join(root, 'shape-math'));
  const plan = await known;
  const created = new Date(Date.now() - 1000 * age);
  count += 1;
  const id = `${created.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-shape-math-${count.toString(16).padStart(4, '0')}`;
  const dir = join(runsFolder(root), id);
  mkdirSync(dir, { recursive: true });
  const supervisor = await identify(process.pid);
  if (supervisor === undefined) throw new Error('This process cannot be identified.');
  const common = {
    format: 1,
    id,
    name,
    ...(variant === undefined ? {} : { variant }),
    engine: 'embedded',
    created: created.toISOString(),
  };
  const manifest = {
    ...common,
    root,
    stages: STAGES,
    predict: false,
    seed: 7,
    files: [],
    plan,
    inherited: {},
    data: [],
    versions: {},
    command: [],
    starter: { process: supervisor, uptime: 0 },
  };
  writeFileSync(join(dir, FILES.manifest), JSON.stringify(manifest));
  writeFileSync(join(dir, FILES.events), '');
  const setState: WrittenRun['setState'] = (state, stages) =>
    writeFileSync(
      join(dir, FILES.state),
      JSON.stringify({
        ...common,
        state,
        devices: ['cpu'],
        supervisor,
        heartbeat: { count: 1, uptime: uptime(), time: new Date().toISOString() },
        stages: STAGES.map((stage, i) => ({
          id: stage,
          state: stages[i] ?? 'waiting',
          attempts: stages[i] === 'waiting' ? 0 : 1,
          step: stages[i] === 'waiting' ? 0 : steps,
          totalSteps: steps,
          ...(stages[i] === 'waiting' ? {} : { started: created.toISOString() }),
          ...(stages[i] === 'done'
            ? { ended: new Date(created.getTime() + 600_000 * (i + 1)).toISOString() }
            : {}),
        })),
      }),
    );
  setState(options.state ?? 'done', options.stageStates ?? ['done', 'done', 'done']);
  const append: WrittenRun['append'] = (more) => {
    // In pieces: a run of a million points is more than one string should hold.
    for (let from = 0; from < more.length; from += 20_000)
      appendFileSync(
        join(dir, FILES.events),
        more
          .slice(from, from + 20_000)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      );
  };
  append(events);
  return { dir, append, setState };
}

import { mkdir, readFile, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import type { Engine } from '../../engines';
import type { Plan } from '../../plan';
import { isError } from '../../protocol';
import { errorCode, errorText, isDiskFull, RunError, runError } from '../codes';
import { replaceJson } from '../folder/atomic';
import { FILES, runFolderName, runsFolder } from '../folder/layout';
import type { RunManifest } from '../folder/manifest';
import { identify, type ProcessIdentity } from '../process/identity';
import { dataDigests } from './digests';
import { gitState } from './git';
import { inheritedCheckpoints } from './inherit';
import { checkMachine } from './machine';
import { spawnSupervisor, supervisorCommand } from './spawn';
import { chosenStages, type StageChoice } from './stages';
import { versions } from './versions';

export interface StartOptions {
  readonly plan: Plan;
  /** Absolute folder of the workspace, in which `.stagecraft` lies. */
  readonly root: string;
  /** The engine of the plan. */
  readonly engine: Engine;
  /** The curriculum and the files it extends, as they were checked. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly stages?: StageChoice;
  /** Predict on the held-out rows at the end; by default when there are such rows and the last stage is run. */
  readonly predict?: boolean;
  /** Another supervisor program; the run folder is added to it. */
  readonly supervisor?: readonly string[];
}

export interface StartedRun {
  readonly id: string;
  /** Absolute run folder. */
  readonly dir: string;
  readonly supervisor: ProcessIdentity;
}

/**
 * Makes a run folder and starts its supervisor, which is independent of this process from then on. Throws a
 * `RunError` (machine, stage, checkpoint, or what the supervisor said); nothing runs then.
 */
export async function startRun(options: StartOptions): Promise<StartedRun> {
  const { plan, engine } = options;
  const root = resolve(options.root);
  const problem = (await checkMachine(root)).find(isError);
  if (problem !== undefined) throw new RunError(problem);
  const stages = chosenStages(plan, options.stages);
  const last = plan.stages.at(-1)?.id;
  const command = options.supervisor ?? supervisorCommand();
  const starter = await identify(process.pid);
  if (starter === undefined) {
    throw runError(
      'notStarted',
      root,
      'The system does not tell when a process began',
      'Is `ps` or PowerShell there?',
    );
  }
  const { name, variant, file } = plan.curriculum;
  const facts = {
    format: 1,
    name,
    ...(variant === undefined ? {} : { variant }),
    root,
    engine: engine.name,
    stages: stages.map((stage) => stage.id),
    predict: options.predict ?? (plan.heldOut.length > 0 && stages.some((stage) => stage.id === last)),
    seed: stages[0]?.settings.seed ?? 0,
    files: [...options.files, ...(await namedFiles(plan))],
    plan,
    inherited: await inheritedCheckpoints(root, plan, stages, engine),
    data: await dataDigests(plan),
    versions: versions(),
    command,
    starter: { process: starter, uptime: uptime() },
  } as const;
  const git = await gitState(dirname(file));
  const { id, dir, created } = await makeFolder(root, name, variant);
  try {
    const manifest: RunManifest = { ...facts, id, created, ...(git === undefined ? {} : { git }) };
    await replaceJson(join(dir, FILES.manifest), manifest);
    await mkdir(join(dir, FILES.stages));
    await mkdir(join(dir, FILES.audit));
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw isDiskFull(error)
      ? runError('diskSpace', dir, 'The disk is full: the run could not be written', 'Free some space.')
      : error;
  }
  return { id, dir, supervisor: await spawnSupervisor(dir, command) };
}

/** The format prompt and the reward's program: small texts that a result depends on. */
async function namedFiles(plan: Plan): Promise<readonly { path: string; text: string }[]> {
  const { prompt, reward } = plan.curriculum;
  const paths = [
    ...(prompt === undefined ? [] : [prompt]),
    ...(reward.kind === 'python' ? [reward.path] : []),
  ];
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** A folder that no other run has: making it is the atomic step, so two starts never share one. */
async function makeFolder(root: string, name: string, variant: string | undefined) {
  const folder = runsFolder(root);
  for (;;) {
    const now = new Date();
    const id = runFolderName(name, variant, now);
    const dir = join(folder, id);
    try {
      await mkdir(dir);
      return { id, dir, created: now.toISOString() };
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw runError('unwritable', folder, `The run folder cannot be made: ${errorText(error)}`);
    }
  }
}

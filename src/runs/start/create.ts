import { mkdir, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';

import { isError } from '../../protocol';
import { errorCode, errorText, isDiskFull, RunError, runError } from '../codes';
import { replaceJson } from '../folder/atomic';
import { FILES, runFolderName, runsFolder } from '../folder/layout';
import type { RunManifest } from '../folder/manifest';
import { identify, type ProcessIdentity } from '../process/identity';
import { gitState } from './git';
import { checkMachine } from './machine';
import { spawnSupervisor, supervisorCommand } from './spawn';
import { versions } from './versions';

/** What a run is made of; the rest of its manifest is of the moment and the machine. */
export type RunFacts = Omit<
  RunManifest,
  'format' | 'id' | 'name' | 'variant' | 'created' | 'engine' | 'git' | 'versions' | 'command' | 'starter'
>;

export interface StartedRun {
  readonly id: string;
  /** Absolute run folder. */
  readonly dir: string;
  readonly supervisor: ProcessIdentity;
}

/** Throws a `RunError` when no run can be kept in this workspace: folder not writable, disk full. */
export async function insistOnMachine(root: string): Promise<void> {
  const problem = (await checkMachine(root)).find(isError);
  if (problem !== undefined) throw new RunError(problem);
}

/**
 * Makes a run folder and starts its supervisor, which is independent of this process from then on; `env` is added to
 * its environment and written nowhere. Throws a `RunError` (disk, or what the supervisor said); nothing runs then.
 */
export async function createRun(
  facts: RunFacts,
  supervisor?: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<StartedRun> {
  const command = supervisor ?? supervisorCommand();
  const starter = await identify(process.pid);
  if (starter === undefined) {
    throw runError(
      'notStarted',
      facts.root,
      'The system does not tell when a process began',
      'Is `ps` or PowerShell there?',
    );
  }
  const { name, variant, file, engine } = facts.plan.curriculum;
  const git = await gitState(dirname(file));
  const { id, dir, created } = await makeFolder(facts.root, name, variant);
  try {
    const manifest: RunManifest = {
      format: 1,
      id,
      name,
      ...(variant === undefined ? {} : { variant }),
      created,
      engine: engine.name,
      ...facts,
      ...(git === undefined ? {} : { git }),
      versions: versions(),
      command,
      starter: { process: starter, uptime: uptime() },
    };
    await replaceJson(join(dir, FILES.manifest), manifest);
    await mkdir(join(dir, FILES.stages));
    await mkdir(join(dir, FILES.audit));
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw isDiskFull(error)
      ? runError('diskSpace', dir, 'The disk is full: the run could not be written', 'Free some space.')
      : error;
  }
  return { id, dir, supervisor: await spawnSupervisor(dir, command, env) };
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

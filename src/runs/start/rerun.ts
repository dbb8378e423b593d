import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';

import { errorText, runError } from '../codes';
import { readManifest, type FileDigest, type RunManifest } from '../folder/manifest';
import { createRun, insistOnMachine, type StartedRun } from './create';
import { dataDigests } from './digests';
import { gitState, type GitState } from './git';
import { namedPaths } from './named-files';
import { versions } from './versions';

export interface RerunOptions {
  /** Start also when something has changed since. */
  readonly evenIfChanged?: boolean;
  /** Another supervisor program; the run folder is added to it. */
  readonly supervisor?: readonly string[];
}

export interface Rerun {
  /** Absent when something has changed and that was not to be passed over. */
  readonly started?: StartedRun;
  /** What is not as it was, a sentence each. */
  readonly changed: readonly string[];
}

/**
 * Starts a run again as a new one: the same plan, seed, stages, devices, and the same checkpoints to start from. Looks
 * first whether rows, texts and versions are what they were. Throws a `RunError` when `run.json` cannot be read, or
 * something is gone without which it cannot run.
 */
export async function rerunRun(folder: string, options: RerunOptions = {}): Promise<Rerun> {
  const dir = resolve(folder);
  const reading = await readManifest(dir);
  if (!reading.ok) throw runError('unreadable', dir, `The run cannot be run again: ${reading.reason}`);
  const before = reading.value;
  if (before.make !== undefined)
    throw runError(
      'nothingToDo',
      dir,
      'A run that makes datasets is not run again: what its models have answered is kept, and counts for every make',
      `Make them: \`stagecraft make ${basename(before.plan.curriculum.file)}\`.`,
    );
  // The workspace may have been moved, with its runs: what lies around the folder counts.
  const root = dirname(dirname(dirname(dir)));
  await insistOnMachine(root);
  insistOnCheckpoints(dir, before);
  const data = await digestsNow(before);
  const texts = await textsNow(before.files);
  const changed = [
    ...changedData(root, before.data, data),
    ...changedTexts(root, before, texts),
    ...changedVersions(before.versions, versions()),
    ...changedGit(before.git, await gitState(dirname(before.plan.curriculum.file))),
  ];
  if (changed.length > 0 && options.evenIfChanged !== true) return { changed };
  const { stages, predict, seed, rehearsal, devices, audit, plan, inherited } = before;
  const named = new Set(namedPaths(plan));
  const facts = {
    root,
    stages,
    predict,
    seed,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(devices === undefined ? {} : { devices }),
    ...(audit === undefined ? {} : { audit }),
    // The curriculum as it was planned; prompt and reward as the engine will read them now.
    files: before.files.map((file) =>
      named.has(file.path) ? { ...file, text: texts.get(file.path) ?? '' } : file,
    ),
    plan,
    inherited,
    data,
  };
  return { started: await createRun(facts, options.supervisor), changed };
}

function insistOnCheckpoints(dir: string, { inherited }: RunManifest): void {
  for (const { run, step } of Object.values(inherited)) {
    if (existsSync(resolve(dirname(dir), basename(run)))) continue;
    throw runError(
      'noCheckpoint',
      dir,
      `The run started from step ${step} of ${run}, which is not there any more`,
      'Run the curriculum anew, from the earlier stage on.',
    );
  }
}

async function digestsNow({ plan }: RunManifest): Promise<readonly FileDigest[]> {
  try {
    return await dataDigests(plan);
  } catch (error) {
    throw runError(
      'changed',
      plan.curriculum.file,
      `A data file cannot be read: ${errorText(error)}`,
      'Bring it back.',
    );
  }
}

/** What the files hold now; nothing for one that is gone. */
async function textsNow(files: RunManifest['files']): Promise<ReadonlyMap<string, string | undefined>> {
  const texts = files.map(
    async ({ path }) => [path, await readFile(path, 'utf8').catch(() => undefined)] as const,
  );
  return new Map(await Promise.all(texts));
}

function changedData(
  root: string,
  before: readonly FileDigest[],
  now: readonly FileDigest[],
): readonly string[] {
  const digests = new Map(before.map(({ path, digest }) => [path, digest]));
  return now.flatMap(({ path, digest }) =>
    digests.get(path) === digest ? [] : [`${relative(root, path)}: other rows than in that run`],
  );
}

function changedTexts(
  root: string,
  { files, plan }: RunManifest,
  texts: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const named = new Set(namedPaths(plan));
  return files.flatMap(({ path, text }) => {
    const now = texts.get(path);
    if (now === text) return [];
    const name = relative(root, path);
    const what = now === undefined ? 'is gone' : 'has changed';
    if (!named.has(path)) return [`${name} ${what}: the run's own copy counts`];
    if (now !== undefined) return [`${name} ${what}`];
    throw runError(
      'changed',
      path,
      `${name} is gone, and nothing can be trained without it`,
      'Bring it back.',
    );
  });
}

function changedVersions(
  before: RunManifest['versions'],
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names.flatMap((name) =>
    before[name] === now[name] ? [] : [`${name}: ${before[name] ?? 'absent'}, now ${now[name] ?? 'absent'}`],
  );
}

function changedGit(before: GitState | undefined, now: GitState | undefined): readonly string[] {
  const words = (state: GitState | undefined) =>
    state === undefined
      ? 'none'
      : `${state.commit.slice(0, 10)}${state.dirty ? ' with uncommitted changes' : ''}`;
  return words(before) === words(now) ? [] : [`git commit: ${words(before)}, now ${words(now)}`];
}
